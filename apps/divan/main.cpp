#include <iostream>

#include "program.hpp"

int main(int argc, char** argv) {
    using namespace divan::app;
    Program program{Shell{std::cin, std::cout, std::cerr, Terminal::of_standard_error()}};
    return static_cast<int>(program.run({argv + 1, argv + argc}));
}
