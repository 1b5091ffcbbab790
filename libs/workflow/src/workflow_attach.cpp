#include <algorithm>
#include <set>

#include <divan/base/text.hpp>

#include "workflow_graph.hpp"
#include "workflow_plan.hpp"

namespace divan {
namespace {

/// What a multipart header and a file system can carry.
bool is_clean_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = utf8_length(text, i);
        if (length == 0 || byte < 0x20 || byte == 0x7f) return false;
        i += length;
    }
    return true;
}

bool is_file_name(std::string_view name) {
    return is_clean_text(name) && name != "." && name != ".." &&
           name.find_first_of("/\\") == std::string_view::npos;
}

/// Stays below the server's folder, whichever system the server runs on.
bool is_subfolder(std::string_view path) {
    if (!is_clean_text(path) || path.starts_with('/') || path.starts_with('\\')) return false;
    if (path.size() >= 2 && path[1] == ':') return false;
    std::string slashes{path};
    std::replace(slashes.begin(), slashes.end(), '\\', '/');
    const auto steps = split(slashes, '/');
    return std::find(steps.begin(), steps.end(), "..") == steps.end();
}

Result<> check_names(const Attachment& attachment) {
    if (!is_file_name(attachment.name()))
        return fail(Errc::unsafe_path, "'" + printable(attachment.name(), 200) + "' is no plain file name",
                    "give the attachment another name, and a subfolder where it needs one");
    if (!is_subfolder(attachment.subfolder()))
        return fail(Errc::unsafe_path,
                    "the subfolder '" + printable(attachment.subfolder(), 200) + "' leaves the input folder",
                    "write a relative path without '..'");
    return {};
}

/// Whether one would take the other's place on the server. Files of a folder cannot be renamed by the server
/// either: whoever reads the folder would find both.
bool clobbers(const PlannedUpload& one, const PlannedUpload& other) {
    const Attachment &a = one.attachment, &b = other.attachment;
    if (a.name().empty() || a.name() != b.name() || a.subfolder() != b.subfolder()) return false;
    const bool of_one_folder = one.node.empty() && other.node.empty();
    return (of_one_folder || a.overwrites() || b.overwrites()) && !same_source(a, b);
}

}  // namespace

Result<> Workflow::check_upload(const PlannedUpload& upload) const {
    if (auto checked = check_names(upload.attachment); !checked) return checked;
    for (const PlannedUpload& other : attachments()) {
        const bool is_replaced =
            !upload.node.empty() && other.node == upload.node && other.input == upload.input;
        if (!is_replaced && clobbers(upload, other))
            return fail(Errc::invalid_argument,
                        "there is another attachment '" + upload.attachment.name() + "', with other content",
                        "give one of them another name or subfolder");
    }
    return {};
}

Result<> Workflow::attach(const NodeId& node, std::string_view input, Attachment attachment) {
    if (!has(node)) return fail(unknown_node(node.str()));
    if (input.empty() || node.empty())
        return fail(Errc::invalid_argument, "the attachment of node '" + node.str() + "' names no input");
    PlannedUpload upload{node, std::string{input}, std::move(attachment)};
    if (auto checked = check_upload(upload); !checked) return checked;
    detach(node, input);
    writable_plan().uploads.push_back(std::move(upload));
    return {};
}

Result<> Workflow::attach(std::string_view address, Attachment attachment) {
    const auto place = read_address(address, NewInputs::allow);
    if (!place) return fail(place.error());
    if (!place->members.empty())
        return fail(Errc::invalid_argument,
                    "a file cannot be attached to a part of input '" + place->input + "'");
    return attach(place->node, place->input, std::move(attachment));
}

Result<> Workflow::attach_folder(std::string_view subfolder, std::vector<Attachment> files) {
    if (subfolder.empty()) return fail(Errc::invalid_argument, "a folder of attachments needs a subfolder");
    if (files.empty()) return fail(Errc::invalid_argument, "there are no files to attach");
    std::set<std::string> names;
    std::vector<PlannedUpload> uploads;
    for (Attachment& file : files) {
        if (!file.name().empty() && !names.insert(file.name()).second)
            return fail(Errc::invalid_argument, "two files of the folder are called '" + file.name() + "'");
        PlannedUpload upload{NodeId{}, {}, std::move(file).in_subfolder(std::string{subfolder})};
        if (auto checked = check_upload(upload); !checked) return checked;
        uploads.push_back(std::move(upload));
    }
    auto& all = writable_plan().uploads;
    std::move(uploads.begin(), uploads.end(), std::back_inserter(all));
    return {};
}

Result<> Workflow::attach_folder(std::string_view subfolder, const std::filesystem::path& folder) {
    auto files = read_folder(folder);
    if (!files) return fail(std::move(files).error());
    return attach_folder(subfolder, std::move(*files));
}

bool Workflow::detach(const NodeId& node, std::string_view input) {
    const auto is_it = [&](const PlannedUpload& upload) {
        return !node.empty() && upload.node == node && upload.input == input;
    };
    const auto& uploads = attachments();
    if (std::none_of(uploads.begin(), uploads.end(), is_it)) return false;
    std::erase_if(writable_plan().uploads, is_it);
    return true;
}

void Workflow::detach_folder(std::string_view subfolder) {
    if (attachments().empty()) return;
    std::erase_if(writable_plan().uploads, [&](const PlannedUpload& upload) {
        return upload.node.empty() && upload.attachment.subfolder() == subfolder;
    });
}

const std::vector<PlannedUpload>& Workflow::attachments() const { return plan().uploads; }

}  // namespace divan
