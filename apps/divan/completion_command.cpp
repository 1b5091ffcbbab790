#include <algorithm>
#include <map>
#include <ostream>

#include "program.hpp"

namespace divan::app {
namespace {

struct Words {
    std::vector<std::string> commands;
    std::map<std::string, std::vector<std::string>> options;  ///< by command
};

/// Asks CLI11 for every command and option, so the completion never lags behind the program.
Words words_of(const CLI::App& app) {
    Words words;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        words.commands.push_back(command->get_name());
        auto& options = words.options[command->get_name()];
        for (const auto* option : command->get_options())
            for (const auto& name : option->get_lnames()) options.push_back("--" + name);
        for (const auto* nested : command->get_subcommands([](const CLI::App*) { return true; })) {
            options.push_back(nested->get_name());
            for (const auto* option : nested->get_options())
                for (const auto& name : option->get_lnames())
                    if (std::ranges::find(options, "--" + name) == options.end())
                        options.push_back("--" + name);
        }
    }
    return words;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string bash(const Words& words) {
    std::string script =
        "# bash completion for divan: source <(divan completion bash)\n_divan() {\n"
        "    local word=${COMP_WORDS[COMP_CWORD]} choices=\n    case ${COMP_WORDS[1]} in\n";
    for (const auto& [command, options] : words.options)
        script += "        " + command + ") choices=\"" + joined(options) + "\" ;;\n";
    script += "    esac\n    [ \"$COMP_CWORD\" -gt 1 ] || choices=\"" + joined(words.commands) +
              "\"\n"
              "    case $word in -*) ;; *) [ \"$COMP_CWORD\" -le 1 ] || mapfile -t COMPREPLY < <(compgen -f "
              "-- \"$word\") ;; esac\n"
              "    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W \"$choices\" -- \"$word\")\n}\n"
              "complete -o filenames -F _divan divan\n";
    return script;
}

std::string zsh(const Words& words) {
    std::string script =
        "#compdef divan\n# zsh completion for divan: source <(divan completion zsh)\n_divan() {\n"
        "    if (( CURRENT == 2 )); then compadd -- " +
        joined(words.commands) + "; return; fi\n    case $words[2] in\n";
    for (const auto& [command, options] : words.options)
        script += "        " + command + ") [[ $PREFIX == -* ]] && compadd -- " + joined(options) +
                  " || { compadd -- " + joined(options) + "; _files; } ;;\n";
    return script + "    esac\n}\ncompdef _divan divan\n";
}

std::string fish(const Words& words) {
    std::string script = "# fish completion for divan: divan completion fish | source\n";
    script += "complete -c divan -n __fish_use_subcommand -f -a '" + joined(words.commands) + "'\n";
    for (const auto& [command, options] : words.options)
        for (const auto& option : options) {
            const std::string what = option.starts_with("--") ? " -l " + option.substr(2) : " -a " + option;
            script += "complete -c divan -n '__fish_seen_subcommand_from " + command + "'" + what + "\n";
        }
    return script;
}

}  // namespace

void add_completion_command(CLI::App& app, Program& program) {
    auto& command = *app.add_subcommand("completion", "Print the completion script of a shell");
    const auto shell = std::make_shared<std::string>();
    command.add_option("shell", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command.callback([&app, &program, shell] {
        program.chosen = [&app, &program, shell] {
            const Words words = words_of(app);
            program.shell.out << (*shell == "bash"  ? bash(words)
                                  : *shell == "zsh" ? zsh(words)
                                                    : fish(words));
            return ExitCode::done;
        };
    });
}

}  // namespace divan::app
