#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace divan::engine {

/// A file name with the folder it may name at its end: "a.png [output]".
struct AnnotatedName {
    std::string name;
    std::optional<std::string> type;  ///< "input", "output" or "temp"

    AnnotatedName() = default;
    /// False for an empty name, an absolute one, and every name with ".." anywhere (also "a..b.png").
    bool acceptable() const {
        return !name.empty() && name.front() != '/' && name.find("..") == std::string::npos;
    }
};

/// The annotation is cut together with one character before it, whatever that is (ComfyUI 0.3.64,
/// folder_paths.py `annotated_filepath`): "a.png[input]" becomes "a.pn".
AnnotatedName annotated_name(std::string_view text);

}  // namespace divan::engine
