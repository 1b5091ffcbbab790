#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <vector>

#include <divan/engine/picture_worker.hpp>

namespace divan::engine {
namespace {

enum Door { a_file, a_socket, a_program, memory };

/// In a process of its own: 0 when what was tried is not possible after being confined.
[[noreturn]] void try_door(Door door) {
    WorkerLimits limits;
    limits.memory_bytes = std::uint64_t{1} << 30;
    if (!confine_process(limits)) std::_Exit(2);
    bool open = true;
    if (door == a_file) open = ::open("/etc/passwd", O_RDONLY) >= 0;
    if (door == a_socket) open = ::socket(AF_INET, SOCK_STREAM, 0) >= 0;
    if (door == a_program) open = ::execl("/bin/true", "true", nullptr) == 0 || errno != EPERM;
    if (door == memory)
        open = ::mmap(nullptr, std::size_t{2} << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
               MAP_FAILED;
    std::_Exit(open ? 1 : 0);
}

TEST(PictureWorker, S35CanOpenNoFileNoSocketNoProgramAndNotTakeMoreMemory) {
#ifdef DIVAN_INSTRUMENTED
    GTEST_SKIP() << "sanitizers and coverage need the system calls that it gives up";
#endif
    for (const Door door : {a_file, a_socket, a_program, memory})
        EXPECT_EXIT(try_door(door), testing::ExitedWithCode(0), "") << door;
}

TEST(PictureWorker, KnowsItsArgumentsAndNoOthers) {
    EXPECT_EQ(run_picture_worker({"--colour", "red"}), 2);
    EXPECT_EQ(run_picture_worker({"--width"}), 2);
    EXPECT_EQ(run_picture_worker({"--width", "12x"}), 2);
}

}  // namespace
}  // namespace divan::engine
