#include "shelf_fixture.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include <divan/base/crash_point.hpp>

namespace divan::gateway {

ShelfTest::~ShelfTest() { on_crash_point({}); }

OutputPattern::Values ShelfTest::page(int number) {
    return {{"chapter", "3"}, {"page", std::to_string(number)}, {"ext", "png"}};
}

Result<void> ShelfTest::shelve(const JobId& job, const std::vector<std::string>& contents,
                               int page_number) const {
    auto shelving = Shelving::open(shelf, job);
    if (!shelving) return fail(std::move(shelving).error());
    if (!*shelving) return fail(Errc::conflict, "another process has the job");
    if ((*shelving)->done()) return {};
    for (int output = 0; output < static_cast<int>(contents.size()); ++output) {
        if (!(*shelving)->has(output)) {
            if (auto begun = (*shelving)->begin(output); !begun) return begun;
            if (auto written = (*shelving)->write(contents[static_cast<std::size_t>(output)]); !written)
                return written;
            if (auto complete = (*shelving)->complete(); !complete) return complete;
        }
        if (auto put = (*shelving)->put(output, page(page_number)); !put) return put;
    }
    return (*shelving)->finish();
}

bool ShelfTest::killed_at(const std::string& point, const std::function<Result<void>()>& work) const {
    const pid_t child = ::fork();
    if (child == 0) {
        on_crash_point([&](std::string_view name) {
            if (name == point) std::raise(SIGKILL);
        });
        ::_exit(work() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

std::vector<std::string> ShelfTest::files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{out}) {
        const std::string name = entry.path().lexically_relative(out).generic_string();
        if (entry.is_regular_file() && !name.starts_with(".divan/")) names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace divan::gateway
