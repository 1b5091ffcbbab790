#pragma once

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

namespace divan::app {

/// {code, name, message} and, where there are any, hint, server_text, context.
json::Object to_json(const Error& error);

}  // namespace divan::app
