#pragma once

#include <string>
#include <string_view>

#include "header_model.hpp"

namespace divan::codegen {

std::string print_header(const HeaderModel& model, std::string_view name_space, std::string_view origin);

}  // namespace divan::codegen
