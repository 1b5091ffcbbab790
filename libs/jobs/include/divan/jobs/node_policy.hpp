#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
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

/// How much may be asked for; nothing: no ceiling. Looked for in inputs of these names (`frames`: also
/// "length", "num_frames", "frame_count", "video_frames"), written there or in a node of one number that
/// feeds them.
struct NodeCeilings {
    std::optional<std::int64_t> width, height, batch_size, steps, frames;  ///< of one node
    /// Of the whole graph, an estimate: the steps of all its samplers, each on the largest picture (width ×
    /// height × batch × frames) that a node asks for. What nodes compute, or enlarge later, is not seen.
    std::optional<std::int64_t> megapixel_steps;

    NodeCeilings() = default;
};

/// All that a caller's graphs are held against.
struct NodePolicy {
    std::shared_ptr<const NodeRules> rules;  ///< none: nothing is forbidden, paths may stand anywhere
    NodeAllowance allowed;
    NodeCeilings ceilings;
    /// The only files of a server's own input folder that may be named; nothing: all of them. Uploads are
    /// referred to, and are none of these.
    std::optional<std::set<std::string>> server_files;

    NodePolicy() = default;
};

/// What keeps a value of a file input from being a plain file name or a path below the server's own folders:
/// "an absolute path", "a URL", …; empty when nothing does. A file name may end in "[input]" only.
std::string_view path_problem(std::string_view value);

/// Whether an input of that name takes the name of a file, a folder or a URL.
bool takes_path(std::string_view input);

/// Whether it takes a file, or a folder, that people have put into a server's input folder; as the loaders
/// of ComfyUI 0.3.64 (LoadImage, LoadVideo, LoadAudio, LoadLatent, Load3D …), and what is called like them.
bool takes_server_file(std::string_view node_class, std::string_view input);

/// What a graph names of them.
std::set<std::string> server_files_in(const Workflow& workflow);

/// Errors: `unauthorized` with the facts `reason` "node_not_allowed", `node` and `class`; `invalid_argument`
/// with the facts `reason` "path_not_allowed" or "over_ceiling", and `node` and `input` where one is to
/// blame.
Result<void> check_policy(const Workflow& workflow, const NodePolicy& policy);

}  // namespace divan::durable
