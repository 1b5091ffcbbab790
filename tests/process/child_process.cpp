#include "child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace divan::testing_support {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
    int out[2], err[2];
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    id_ = ::fork();
    if (id_ == 0) {
        ::dup2(out[1], STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_ = out[0];
    err_ = err[0];
    ::fcntl(err_, F_SETFL, O_NONBLOCK);
}

ChildProcess::~ChildProcess() {
    if (!code_) {
        signal(SIGKILL);
        wait(10s);
    }
    if (out_ >= 0) ::close(out_);
    if (err_ >= 0) ::close(err_);
}

bool ChildProcess::fill(int& descriptor, std::string& text, std::chrono::milliseconds limit) {
    pollfd ready{descriptor, POLLIN, 0};
    if (::poll(&ready, 1, static_cast<int>(limit.count())) <= 0) return false;
    char bytes[4096];
    const auto got = ::read(descriptor, bytes, sizeof bytes);
    if (got <= 0) return false;
    text.append(bytes, static_cast<std::size_t>(got));
    return true;
}

std::string ChildProcess::read_line(std::chrono::milliseconds limit) {
    const auto end = SteadyClock::now() + limit;
    for (;;) {
        if (const auto at = pending_.find('\n'); at != std::string::npos) {
            std::string line = pending_.substr(0, at);
            pending_.erase(0, at + 1);
            return line;
        }
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - SteadyClock::now());
        if (left <= 0ms || !fill(out_, pending_, left)) return {};
    }
}

bool ChildProcess::wait_for_line(const std::string& part, std::chrono::milliseconds limit) {
    const auto end = SteadyClock::now() + limit;
    while (SteadyClock::now() < end) {
        const std::string line =
            read_line(std::chrono::duration_cast<std::chrono::milliseconds>(end - SteadyClock::now()));
        if (line.empty()) return false;
        if (line.find(part) != std::string::npos) return true;
    }
    return false;
}

void ChildProcess::signal(int number) { ::kill(id_, number); }

std::optional<int> ChildProcess::wait(std::chrono::milliseconds limit) {
    const auto end = SteadyClock::now() + limit;
    while (!code_) {
        int status = 0;
        if (::waitpid(id_, &status, WNOHANG) == id_)
            code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        else if (SteadyClock::now() > end)
            return std::nullopt;
        else
            std::this_thread::sleep_for(10ms);
    }
    return code_;
}

const std::string& ChildProcess::errors() {
    while (fill(err_, errors_, 0ms)) {
    }
    return errors_;
}

}  // namespace divan::testing_support
