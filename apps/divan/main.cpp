#include <iostream>
#include <string_view>

#include <divan/engine/picture_worker.hpp>

#include "program.hpp"

int main(int argc, char** argv) {
    using namespace divan::app;
    // What the gateway starts for each picture; not for people, so no help and no completion names it.
    if (argc > 1 && std::string_view{argv[1]} == "picture")
        return divan::engine::run_picture_worker({argv + 2, argv + argc});
    Program program{Shell{std::cin, std::cout, std::cerr, Terminal::of_standard_error()}};
    return static_cast<int>(program.run({argv + 1, argv + argc}));
}
