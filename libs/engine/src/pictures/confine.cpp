#include <divan/engine/picture_worker.hpp>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <vector>

// DIVAN_INSTRUMENTED: sanitizers and coverage need memory, files and system calls of their own.

namespace divan::engine {
namespace {

tl::unexpected<Error> cannot(const char* what) {
    return fail(Errc::not_supported,
                std::string{"the process cannot be confined: "} + what + ": " + std::strerror(errno));
}

Result<void> bound(__rlimit_resource_t resource, std::uint64_t most, const char* what) {
    rlimit limit{};
    limit.rlim_cur = limit.rlim_max = most;
    if (setrlimit(resource, &limit) != 0) return cannot(what);
    return {};
}

#ifndef DIVAN_INSTRUMENTED

#if defined(__x86_64__)
constexpr std::uint32_t kProcessor = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kProcessor = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kProcessor = 0;
#endif

/// Memory, files that are open, and an end. What the C library asks for beside them (a lock, the time, random
/// bits for its allocator) is harmless.
constexpr std::array kAllowed{SYS_read,           SYS_write,         SYS_close,     SYS_lseek,
                              SYS_fstat,          SYS_mmap,          SYS_munmap,    SYS_mremap,
                              SYS_mprotect,       SYS_madvise,       SYS_brk,       SYS_futex,
                              SYS_sched_yield,    SYS_clock_gettime, SYS_getrandom, SYS_rt_sigreturn,
                              SYS_rt_sigprocmask, SYS_rt_sigaction,  SYS_getpid,    SYS_gettid,
                              SYS_tgkill,         SYS_exit,          SYS_exit_group};

sock_filter statement(std::uint16_t code, std::uint32_t operand) { return sock_filter{code, 0, 0, operand}; }
sock_filter skip_unless_equal(std::uint32_t operand, std::uint8_t by) {
    return sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, by, operand};
}

/// Every other call fails with EPERM: the process goes on, and cannot do it.
Result<void> allow_few_calls() {
    if (kProcessor == 0)
        return fail(Errc::not_supported, "pictures are not worked on: this kind of processor is not known");
    std::vector<sock_filter> program;
    program.push_back(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)));
    program.push_back(sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 1, 0, kProcessor});
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    program.push_back(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
    for (const long call : kAllowed) {
        program.push_back(skip_unless_equal(static_cast<std::uint32_t>(call), 1));
        program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return cannot("new privileges");
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) return cannot("system calls");
    return {};
}

#endif

}  // namespace

Result<void> confine_process(const WorkerLimits& limits) {
    const auto seconds = static_cast<std::uint64_t>(limits.cpu_seconds);
    if (auto done = bound(RLIMIT_CPU, seconds, "processor time"); !done) return done;
#ifdef DIVAN_INSTRUMENTED
    return {};
#else
    if (auto done = bound(RLIMIT_CORE, 0, "core dumps"); !done) return done;
    if (auto done = bound(RLIMIT_FSIZE, limits.file_bytes, "size of files"); !done) return done;
    if (auto done = bound(RLIMIT_AS, limits.memory_bytes, "memory"); !done) return done;
    return allow_few_calls();
#endif
}

}  // namespace divan::engine
