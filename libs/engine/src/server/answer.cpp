#include "server/answer.hpp"

#include <fmt/format.h>

#include <divan/json/write.hpp>

namespace divan::engine {

namespace {

constexpr std::string_view kPlain = "text/plain; charset=utf-8";

std::string_view reason(int status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 413:
            return "Request Entity Too Large";
        case 416:
            return "Requested Range Not Satisfiable";
        default:
            return "Internal Server Error";
    }
}

bool accepts_html(const Request& request) {
    const auto accept = request.headers.find("Accept");
    return accept && accept->find("text/html") != std::string_view::npos;
}

Answer crash_page(const Request& request) {
    constexpr std::string_view title = "500 Internal Server Error", detail = "Server got itself in trouble";
    Answer answer;
    if (accepts_html(request))
        answer.reply =
            net::HttpReply{500,
                           fmt::format("<html><head><title>{0}</title></head><body>\n<h1>{0}</h1>\n{1}\n"
                                       "</body></html>\n",
                                       title, detail),
                           "text/html; charset=utf-8"};
    else
        answer.reply = net::HttpReply{500, fmt::format("{}\n\n{}", title, detail), std::string{kPlain}};
    answer.reply.headers.set("Connection", "close");
    return answer;
}

}  // namespace

Answer json_answer(const json::Value& value, int status) {
    Answer answer;
    answer.reply = net::HttpReply{status, json::write_python(value), "application/json; charset=utf-8"};
    return answer;
}

Answer empty_answer(int status) {
    Answer answer;
    answer.reply = net::HttpReply{status};
    if (status != 204) answer.reply.headers.set("Content-Type", "application/octet-stream");
    return answer;
}

Answer text_answer(int status, std::string text) {
    Answer answer;
    answer.reply = net::HttpReply{status, std::move(text), std::string{kPlain}};
    return answer;
}

Answer bytes_answer(std::string bytes, std::string content_type) {
    Answer answer;
    answer.reply = net::HttpReply{200, std::move(bytes), std::move(content_type)};
    return answer;
}

Answer error_page(int status, const Request& request) {
    Answer answer = status == 500 ? crash_page(request)
                                  : text_answer(status, fmt::format("{}: {}", status, reason(status)));
    answer.returned = false;
    return answer;
}

}  // namespace divan::engine
