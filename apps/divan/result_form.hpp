#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace divan::app {

/// How pictures are fetched from a gateway: as they are, or made smaller or written in another format there.
struct ResultForm {
    std::string format;  ///< "png", "jpeg", "webp"; empty: as it is
    int side = 0;        ///< at most so many pixels a side; 0: as it is

    ResultForm() = default;
    bool as_it_is() const { return format.empty() && side == 0; }
};

/// `--format` and `--thumbnail`.
void add_result_form_options(CLI::App& command, ResultForm& form);

/// "fox.png" as it is called in that form: "fox.webp".
std::string name_in_form(const std::string& name, const ResultForm& form);

}  // namespace divan::app
