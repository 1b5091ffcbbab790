#pragma once

#include <divan/json/value.hpp>
#include <divan/workflow/workflow.hpp>

/// Random data for property tests: only inside RC_GTEST_PROP.
namespace divan::test {

/// Any JSON, at most so many levels of arrays and objects.
json::Value any_value(int depth);

/// 1 to 7 nodes of classes of `catalogue()`, with links that may be broken, and in circles.
Workflow any_workflow();

}  // namespace divan::test
