#include "pictures/worker_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/net/before.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kMostSaid = 16 * 1024;
constexpr std::chrono::milliseconds kLook{2};  // between looks whether a process that said all has ended

tl::unexpected<Error> cannot(const char* doing, int error) {
    return fail(Errc::io_failed, std::string{doing} + " failed: " + std::strerror(error));
}

/// Closed at the end of the scope, unless it was taken.
class File {
public:
    explicit File(int descriptor) : descriptor_{descriptor} {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int get() const { return descriptor_; }
    int take() { return std::exchange(descriptor_, -1); }

private:
    int descriptor_;
};

/// What the new process starts with.
class Beginning {
public:
    Beginning() {
        posix_spawn_file_actions_init(&files);
        posix_spawnattr_init(&attributes);
    }
    ~Beginning() {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }
    Beginning(const Beginning&) = delete;
    Beginning& operator=(const Beginning&) = delete;

    void give(int source, int target, int report) {
        posix_spawn_file_actions_adddup2(&files, source, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files, target, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&files, report, STDERR_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
        sigset_t all, none;
        sigfillset(&all);
        sigemptyset(&none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setpgroup(&attributes, 0);  // a Ctrl-C at our terminal is meant for us
        posix_spawnattr_setflags(&attributes,
                                 POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    }

    posix_spawn_file_actions_t files{};
    posix_spawnattr_t attributes{};
};

}  // namespace

WorkerProcess::WorkerProcess(const asio::any_io_executor& executor, int report, pid_t child)
    : report_{executor, report}, child_{child} {}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : report_{std::move(other.report_)}, child_{std::exchange(other.child_, -1)} {}

WorkerProcess::~WorkerProcess() {
    if (child_ < 0) return;
    ::kill(child_, SIGKILL);
    int status = 0;
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
}

Result<WorkerProcess> WorkerProcess::start(const asio::any_io_executor& executor, const Command& command) {
    const File source{::open(command.source.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (source.get() < 0) return cannot("opening the source of a picture", errno);
    const File target{
        ::open(command.target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (target.get() < 0) return cannot("making the file for a picture", errno);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return cannot("making a pipe", errno);
    File read_end{ends[0]};
    const File write_end{ends[1]};
    Beginning beginning;
    beginning.give(source.get(), target.get(), write_end.get());
    std::string name = command.program.string();
    std::vector<std::string> words = command.arguments;
    std::vector<char*> arguments{name.data()};
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::array<char*, 1> environment{nullptr};
    pid_t child = -1;
    const int error = ::posix_spawn(&child, name.c_str(), &beginning.files, &beginning.attributes,
                                    arguments.data(), environment.data());
    if (error != 0) return cannot("starting the program for pictures", error);
    return WorkerProcess{executor, read_end.take(), child};
}

/// All of it, until nobody can write any more.
asio::awaitable<Result<std::string>> WorkerProcess::read_report() {
    std::string said;
    std::array<char, 4'096> buffer{};
    for (;;) {
        const auto [error, count] =
            co_await report_.async_read_some(asio::buffer(buffer), asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::operation_aborted) co_return fail(Errc::cancelled, "the caller gave up");
        if (error) co_return said;
        said.append(buffer.data(), std::min(count, kMostSaid - said.size()));
    }
}

/// True when it is gone.
bool WorkerProcess::reap(Ended& ended) {
    int status = 0;
    const pid_t done = ::waitpid(child_, &status, WNOHANG);
    if (done == 0 || (done < 0 && errno == EINTR)) return false;
    child_ = -1;
    if (done < 0) return true;  // a program that lets its children go unheard: what it said must do
    if (WIFEXITED(status)) ended.status = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
    return true;
}

asio::awaitable<Result<WorkerProcess::Ended>> WorkerProcess::wait(Deadline deadline) {
    auto said = co_await net::before(deadline, read_report());
    if (!said) co_return fail(std::move(said).error());
    Ended ended;
    ended.said = std::move(*said);
    while (!reap(ended)) {
        if (std::chrono::steady_clock::now() >= deadline)
            co_return fail(Errc::timeout, "the deadline passed first");
        if (!co_await net::sleep_until(within(kLook))) co_return fail(Errc::cancelled, "the caller gave up");
    }
    co_return ended;
}

}  // namespace divan::gateway
