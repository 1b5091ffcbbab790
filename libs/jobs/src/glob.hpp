#pragma once

#include <string>
#include <string_view>

namespace divan::durable {

/// `*` stands for any characters, also none; `?` for one; everything else for itself.
bool matches_glob(std::string_view text, std::string_view glob);

/// In lower case, without blanks, '_' and '-': how names are compared that authors spell as they like.
std::string folded(std::string_view name);

}  // namespace divan::durable
