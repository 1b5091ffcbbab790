#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace divan::architecture {

/// One line of a source file, with its place relative to the repository.
struct SourceLine {
    std::string file;
    int number = 0;
    std::string text;
};

/// Every line of every C++ file below `folder` (relative to the repository).
inline std::vector<SourceLine> source_lines(const std::string& folder) {
    namespace fs = std::filesystem;
    const fs::path root{DIVAN_SOURCE_DIR};
    std::vector<SourceLine> lines;
    if (!fs::exists(root / folder)) return lines;
    for (const auto& entry : fs::recursive_directory_iterator{root / folder}) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".hpp" && extension != ".h") continue;
        std::ifstream in{entry.path()};
        SourceLine line;
        line.file = fs::relative(entry.path(), root).generic_string();
        while (std::getline(in, line.text)) {
            ++line.number;
            lines.push_back(line);
        }
    }
    return lines;
}

inline std::string place(const SourceLine& line) { return line.file + ":" + std::to_string(line.number); }

}  // namespace divan::architecture
