#include <unistd.h>

#include <cstdlib>

#include "settings.hpp"

namespace divan::app {

namespace fs = std::filesystem;

Surroundings Surroundings::now() {
    Surroundings here;
    std::error_code error;
    here.working_folder = fs::current_path(error);
    here.may_write = !error && ::access(".", W_OK) == 0;
    const char* home = std::getenv("HOME");
    here.home = home ? home : "";
    return here;
}

fs::path output_folder_of(const Settings& settings, const Surroundings& here) {
    const std::string configured = settings.output_folder.string();
    const bool below_home = configured == "~" || configured.starts_with("~/");
    if (below_home && !here.home.empty())
        return here.home / configured.substr(std::min<std::size_t>(2, configured.size()));
    if (!configured.empty()) return settings.output_folder;
    const bool at_home_here = here.may_write && here.working_folder != "/";
    if (at_home_here || here.home.empty() || here.home == "/") return "output";
    return here.home / "divan" / "output";
}

}  // namespace divan::app
