#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <divan/base/files.hpp>

#include "simple/shelving.hpp"

namespace divan::gateway {

/// An output folder, and jobs whose files go there.
class ShelfTest : public testing::Test {
protected:
    ~ShelfTest() override;

    static OutputPattern::Values page(int number);
    /// Brings files of a job from wherever they are to their names; `contents` by number of the output.
    Result<void> shelve(const JobId& job, const std::vector<std::string>& contents,
                        int page_number = 12) const;
    /// Does it in a process of its own, which is killed at that point. False when it got through.
    bool killed_at(const std::string& point, const std::function<Result<void>()>& work) const;

    std::string content(const std::string& path) const { return read_file(out / path).value_or("absent"); }
    std::vector<std::string> files() const;  ///< all but our own, sorted

    const TemporaryFolder folder{"divan-shelf"};
    const std::filesystem::path out = folder.path() / "output";
    const std::shared_ptr<const ShelfFolder> shelf = std::make_shared<const ShelfFolder>(
        ShelfFolder::of(out, "ch-{chapter:02}/ch{chapter:02}_p{page:03}_v{version}.{ext}").value());
};

}  // namespace divan::gateway
