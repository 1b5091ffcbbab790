#pragma once

#include <csignal>
#include <string>

#include <sys/types.h>

#include <divan/base/error.hpp>

namespace divan::bench {

/// An embedded engine in a process of its own, so that what is measured here is the client alone. Start it
/// before any thread. Ends with the object.
class EngineProcess {
public:
    EngineProcess();
    ~EngineProcess();
    EngineProcess(const EngineProcess&) = delete;
    EngineProcess& operator=(const EngineProcess&) = delete;

    const std::string& url() const { return url_; }

private:
    pid_t process_ = -1;
    std::string url_;
};

/// User and system time of this process so far.
double cpu_seconds();
/// Peak resident memory of this process in KiB.
long peak_kib();

[[noreturn]] void give_up(const Error& error);

}  // namespace divan::bench
