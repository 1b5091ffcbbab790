#pragma once

#include <string>

#include <divan/json/value.hpp>
#include <divan/net/sse.hpp>

#include "terminal.hpp"

/// Jobs of a gateway as lines for people. Texts of others are made printable.
namespace divan::app {

/// "7f3d… succeeded   2026-03-01 10:15:02  chapter 3            2 files".
std::string job_line(const Terminal& terminal, const json::Value& job);
/// Everything, a line each.
std::string job_details(const Terminal& terminal, const json::Value& job);
/// "10:15:02  assigned      server=gpu-1".
std::string event_line(const json::Value& event);

}  // namespace divan::app
