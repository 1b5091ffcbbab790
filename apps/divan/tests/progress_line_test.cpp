#include <gtest/gtest.h>

#include "progress_line.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

Terminal plain(int columns) {
    Terminal terminal;
    terminal.columns = columns;
    return terminal;
}

RunView sampling() {
    RunView view;
    view.fraction = 0.5;
    view.node = "Sampler";
    view.step = 10;
    view.steps = 20;
    return view;
}

TEST(ProgressLine, ShowsBarPercentNodeStepAndTime) {
    const std::string line = progress_line(plain(80), sampling(), 67s);
    EXPECT_EQ(line, "▕███████████████░░░░░░░░░░░░░░░▏  50 %  Sampler 10/20  1:07");
}

TEST(ProgressLine, SaysHowManyAreInFront) {
    RunView view;
    view.queued_before = 3;
    EXPECT_NE(progress_line(plain(80), view, 0s).find("waiting, 3 before us"), std::string::npos);
}

TEST(ProgressLine, NeverIsWiderThanTheTerminal) {
    RunView view = sampling();
    view.node = "漢字のとても長い題名、終わらない漢字のとても長い題名";
    for (int columns = 1; columns < 120; ++columns)
        EXPECT_LT(display_width(progress_line(plain(columns), view, 1s)),
                  static_cast<std::size_t>(std::max(2, columns)))
            << columns;
}

TEST(ProgressLine, EscapesTitlesThatWouldCommandTheTerminal) {
    RunView view = sampling();
    view.node = "\x1b[2Jevil";
    EXPECT_EQ(progress_line(plain(80), view, 0s).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace divan::app
