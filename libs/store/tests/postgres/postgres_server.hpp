#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include <divan/base/files.hpp>

namespace divan::store {

/// A PostgreSQL of our own, on a free port of 127.0.0.1, with its files in a temporary folder. It runs as
/// another user where we are root, since it refuses to be that. Stopped, by its pid, and removed at the end.
class PostgresServer {
public:
    /// `durable`: commits reach the disk, which tests do not need.
    explicit PostgresServer(bool durable = false);
    static bool is_installed();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// Of a new, empty schema; or of one that had its url here before.
    std::string url(const std::string& schema) const;
    std::string new_schema();
    void kill();   ///< as a power cut does
    void start();  ///< again, after `kill`
    void pause();  ///< SIGSTOP
    void resume();
    int port() const { return port_; }

private:
    void wait_until_ready();

    TemporaryFolder folder_{"divan-pg"};
    const bool durable_;
    std::string programs_;
    int port_ = 0;
    pid_t process_ = -1;
    int schemas_ = 0;
};

/// The one that all tests of this program share.
PostgresServer& postgres_server();

}  // namespace divan::store
