#include "error_json.hpp"

namespace divan::app {

json::Object to_json(const Error& error) {
    json::Object facts;
    for (const auto& [key, value] : error.context) facts[key] = value;
    json::Object object{{"code", static_cast<int>(error.code)},
                        {"name", std::string{name(error.code)}},
                        {"message", error.message}};
    if (!error.hint.empty()) object["hint"] = error.hint;
    if (!error.server_text.empty()) object["server_text"] = error.server_text;
    if (!facts.empty()) object["context"] = std::move(facts);
    return object;
}

}  // namespace divan::app
