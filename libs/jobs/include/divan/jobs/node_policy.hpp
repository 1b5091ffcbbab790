#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan::durable {

/// What an operator forbids to all callers.
struct NodeRules {
    /// Globs of node classes that nobody may use; letter case, blanks, '_' and '-' do not count.
    std::vector<std::string> denied;
    /// Globs of "Class.input" that may hold paths and URLs.
    std::vector<std::string> path_inputs;

    NodeRules() = default;
};

/// The globs that `denied` has unless an operator says otherwise: classes that are known to run code, to
/// install packages, to fetch URLs, or to read or write any path.
const std::vector<std::string>& shipped_denials();

/// Which node classes one caller may use.
class NodeAllowance {
public:
    NodeAllowance() = default;  ///< all of them
    /// "any"; or names and globs of classes (as they are spelled), where "core" stands for those that
    /// ComfyUI itself brings (0.3.64; its paid API nodes are not among them). Errors: `invalid_argument`.
    static Result<NodeAllowance> parse(const std::vector<std::string>& words);

    bool allows(const std::string& node_class) const;
    const std::vector<std::string>& words() const { return words_; }

private:
    std::vector<std::string> words_{"any"};
};

/// How much one node may be asked to compute; nothing: no ceiling. Looked for in inputs of these names
/// (`frames`: also "length", "num_frames", "frame_count", "video_frames"), written there or in a node of one
/// number that feeds them.
struct NodeCeilings {
    std::optional<std::int64_t> width, height, batch_size, steps, frames;

    NodeCeilings() = default;
};

/// All that a caller's graphs are held against.
struct NodePolicy {
    std::shared_ptr<const NodeRules> rules;  ///< none: nothing is forbidden, paths may stand anywhere
    NodeAllowance allowed;
    NodeCeilings ceilings;

    NodePolicy() = default;
};

/// What keeps a value of a file input from being a plain file name or a path below the server's own folders:
/// "an absolute path", "a URL", …; empty when nothing does. A file name may end in "[input]" only.
std::string_view path_problem(std::string_view value);

/// Whether an input of that name takes the name of a file, a folder or a URL.
bool takes_path(std::string_view input);

/// Errors: `unauthorized` with the facts `reason` "node_not_allowed", `node` and `class`; `invalid_argument`
/// with the facts `reason` "path_not_allowed" or "over_ceiling", `node` and `input`.
Result<void> check_policy(const Workflow& workflow, const NodePolicy& policy);

}  // namespace divan::durable
