#include "engine_process.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include <divan/engine/engine.hpp>

namespace divan::bench {
namespace {

[[noreturn]] void serve(int announce) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const Logger silent;
    engine::EngineConfig config;
    config.previews = false;
    engine::Engine engine{config, silent};
    if (const auto started = engine.start(); !started) give_up(started.error());
    const std::string url = engine.url();
    if (write(announce, url.data(), url.size()) < 0) std::_Exit(1);
    close(announce);
    for (;;) pause();
}

}  // namespace

EngineProcess::EngineProcess() {
    int ends[2];
    if (pipe(ends) != 0) give_up(Error{Errc::io_failed, "no pipe"});
    process_ = fork();
    if (process_ == 0) {
        close(ends[0]);
        serve(ends[1]);
    }
    close(ends[1]);
    char text[256];
    for (ssize_t count = 0; (count = read(ends[0], text, sizeof text)) > 0;)
        url_.append(text, static_cast<std::size_t>(count));
    close(ends[0]);
    if (url_.empty()) give_up(Error{Errc::io_failed, "the engine did not start"});
}

EngineProcess::~EngineProcess() {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peak_kib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

void give_up(const Error& error) {
    std::cerr << describe(error) << "\n";
    std::exit(1);
}

}  // namespace divan::bench
