#pragma once

#include <chrono>
#include <string>

#include "terminal.hpp"

namespace divan::app {

/// What is known of a run at one moment.
struct RunView {
    std::string title;    ///< "6 of 20 · 3/4" goes in front when several runs are on their way; mostly empty
    double fraction = 0;  ///< of the whole run, 0 to 1
    std::string node;     ///< title of the node that runs now; empty while waiting
    long long step = 0, steps = 0;
    int queued_before = -1;  ///< prompts in front of ours while we wait; -1: unknown
};

/// One line: "▕████████░░░░░░░▏ 53 %  Sampler 11/20  0:07". Never wider than the terminal. Pure.
std::string progress_line(const Terminal& terminal, const RunView& view, std::chrono::milliseconds elapsed);

}  // namespace divan::app
