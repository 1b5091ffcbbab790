#include "result_form.hpp"

#include <filesystem>

namespace divan::app {

void add_result_form_options(CLI::App& command, ResultForm& form) {
    command
        .add_option("--format", form.format, "save pictures as png, jpeg or webp (the gateway converts them)")
        ->check(CLI::IsMember({"png", "jpeg", "webp"}))
        ->type_name("FORMAT");
    command.add_option("--thumbnail", form.side, "save pictures with at most so many pixels a side")
        ->check(CLI::Range(1, 16'384))
        ->type_name("PIXELS");
}

std::string name_in_form(const std::string& name, const ResultForm& form) {
    if (form.format.empty()) return name;
    std::filesystem::path path{name};
    path.replace_extension(form.format == "jpeg" ? "jpg" : form.format);
    return path.string();
}

}  // namespace divan::app
