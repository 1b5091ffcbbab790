#include "postgres/postgres_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

namespace divan::store {
namespace {

namespace fs = std::filesystem;

std::string find_programs() {
    std::vector<std::string> found;
    std::error_code ignored;
    for (const auto& version : fs::directory_iterator{"/usr/lib/postgresql", ignored})
        if (fs::exists(version.path() / "bin" / "initdb")) found.push_back((version.path() / "bin").string());
    return found.empty() ? std::string{} : *std::ranges::max_element(found);
}

const passwd* unprivileged() {
    if (::getuid() != 0) return nullptr;
    const passwd* user = ::getpwnam("postgres");
    return user ? user : ::getpwnam("nobody");
}

int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(socket);
    if (!bound) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

pid_t spawn(const std::vector<std::string>& command, const fs::path& log) {
    const passwd* user = unprivileged();
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child != 0) return child;
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(out, 1), ::dup2(out, 2);
    ::close_range(3, ~0U, 0);  // it must not keep ports of this process that are given free later
    const bool dropped =
        !user || (::setgroups(0, nullptr) == 0 && ::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0);
    if (dropped && ::chdir("/") == 0) ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

}  // namespace

PostgresServer::PostgresServer(bool durable)
    : durable_{durable}, programs_{find_programs()}, port_{free_port()} {
    if (programs_.empty()) throw std::runtime_error("no PostgreSQL here: scripts/install-deps installs it");
    if (const passwd* user = unprivileged())
        if (::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("chown failed");
    const pid_t init = spawn({programs_ + "/initdb", "-D", (folder_.path() / "data").string(), "-U", "divan",
                              "-A", "trust", "-N", "-E", "UTF8", "--locale=C"},
                             folder_.path() / "initdb.log");
    int status = 0;
    ::waitpid(init, &status, 0);
    if (status != 0)
        throw std::runtime_error("initdb failed: " + read_file(folder_.path() / "initdb.log").value_or(""));
    start();
}

PostgresServer::~PostgresServer() {
    if (process_ <= 0) return;
    ::kill(process_, SIGCONT);
    ::kill(process_, SIGINT);  // "fast shutdown"
    ::waitpid(process_, nullptr, 0);
}

bool PostgresServer::is_installed() { return !find_programs().empty(); }

void PostgresServer::start() {
    process_ =
        spawn({programs_ + "/postgres", "-D", (folder_.path() / "data").string(), "-p", std::to_string(port_),
               "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", durable_ ? "fsync=on" : "fsync=off", "-c",
               "max_connections=200", "-c", "shared_buffers=32MB"},
              folder_.path() / "server.log");
    wait_until_ready();
}

void PostgresServer::kill() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    // Its children notice within moments; the lock on the folder keeps a new one out until then.
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
}

void PostgresServer::pause() { ::kill(process_, SIGSTOP); }
void PostgresServer::resume() { ::kill(process_, SIGCONT); }

void PostgresServer::wait_until_ready() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (std::chrono::steady_clock::now() < deadline) {
        PGconn* connection = PQconnectdb(url("public").c_str());
        const bool ready = PQstatus(connection) == CONNECTION_OK;
        PQfinish(connection);
        if (ready) return;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    throw std::runtime_error("PostgreSQL does not start: " +
                             read_file(folder_.path() / "server.log").value_or(""));
}

std::string PostgresServer::url(const std::string& schema) const {
    return "postgresql://divan@127.0.0.1:" + std::to_string(port_) + "/postgres?options=-csearch_path%3D" +
           schema;
}

std::string PostgresServer::new_schema() {
    const std::string name = "t" + std::to_string(++schemas_);
    PGconn* connection = PQconnectdb(url("public").c_str());
    PGresult* made = PQexec(connection, ("CREATE SCHEMA " + name).c_str());
    const bool done = PQresultStatus(made) == PGRES_COMMAND_OK;
    PQclear(made), PQfinish(connection);
    if (!done) throw std::runtime_error("no new schema");
    return name;
}

PostgresServer& postgres_server() {
    static PostgresServer server;
    return server;
}

}  // namespace divan::store
