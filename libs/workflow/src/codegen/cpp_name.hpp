#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Foreign names as C++ identifiers.
namespace divan::codegen {

/// `text` with everything that no identifier holds as one underscore: "KSampler (Efficient)" is
/// KSampler_Efficient. Letters of the common scripts are kept. A text without letters and digits is spelled
/// out: "+" is u2B. At most 64 bytes. May be a keyword: `NameScope` looks after that.
std::string identifier(std::string_view text);

std::string pascal_case(std::string_view name);  ///< sampler_name → SamplerName

/// The names of one scope, each given once.
class NameScope {
public:
    /// Keywords, and macros of common system headers, are never given.
    explicit NameScope(const std::vector<std::string>& reserved = {})
        : taken_{reserved.begin(), reserved.end()} {}

    /// `wanted`, with an underscore where it is reserved, or with a number where it was given before.
    std::string take(const std::string& wanted);
    bool is_free(const std::string& name) const;

private:
    std::set<std::string> taken_, given_;
    std::map<std::string, int> next_number_;
};

/// Keywords and macros: what no scope gives.
bool is_reserved(std::string_view name);

}  // namespace divan::codegen
