#include <divan/client/userdata.hpp>

#include <divan/json/write.hpp>

#include "route_call.hpp"

namespace divan::userdata {
namespace {

/// ComfyUI 0.3.64 decodes a path once more when a '%' is left in it, so one that really holds a '%' is
/// encoded once more, too. The path is one segment: its slashes are encoded.
std::string encoded(const std::string& path, int decodings) {
    const bool has_percent = path.find('%') != std::string::npos;
    std::string text = path;
    for (int level = 0; level < decodings + (has_percent ? 1 : 0); ++level) text = net::percent_encode(text);
    return text;
}

std::string target_of(const std::string& file) { return "/userdata/" + encoded(file, 1); }

Result<void> check_name(const std::string& file) {
    if (!file.empty()) return {};
    return fail(Errc::invalid_argument, "a user's file needs a name");
}

std::string_view text(bool value) { return value ? "true" : "false"; }

net::Query query_of(bool overwrite, bool full_info) {
    net::Query query;
    query.emplace_back("overwrite", text(overwrite));
    if (full_info) query.emplace_back("full_info", "true");
    return query;
}

Error refused(const net::HttpReply& reply, const Connection& connection, const net::HttpRequest& head,
              const std::string& file) {
    Error error = with_request(unexpected_status_error(reply), connection.config(), head);
    if (reply.status == 409) {
        error.code = Errc::invalid_argument;
        error.message = "'" + file + "' is there already";
        error.hint = "choose another name, or overwrite it";
    } else if (reply.status == 404) {
        error.code = Errc::invalid_argument;
        error.message = "there is no file '" + file + "'";
    } else if (reply.status == 400) {
        error.code = Errc::invalid_argument;
        error.message = "the server cannot store a file '" + file + "'";
    }
    return error;
}

/// `taken` is the name that a conflict is about, `source` the one that may be missing.
struct Names {
    std::string taken, source;
    Names(std::string to, std::string from) : taken{std::move(to)}, source{std::move(from)} {}
};

asio::awaitable<Result<protocol::UserdataFile>> post(Connection& connection, net::HttpRequest request,
                                                     Names names, Deadline deadline) {
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange_in(connection, Namespace::userdata, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!reply->ok())
        co_return fail(refused(*reply, connection, head, reply->status == 404 ? names.source : names.taken));
    auto stored = protocol::parse_userdata_file(reply->body);
    if (!stored) co_return fail(with_request(std::move(stored).error(), connection.config(), head));
    co_return stored;
}

asio::awaitable<Result<protocol::UserdataFile>> store_as(Connection& connection, std::string file,
                                                         std::string content, std::string content_type,
                                                         StoreOptions options, Deadline deadline) {
    if (auto checked = check_name(file); !checked) co_return fail(std::move(checked).error());
    std::string target = with_query(target_of(file), query_of(options.overwrite, options.full_info));
    net::HttpRequest request{"POST", std::move(target), std::move(content), std::move(content_type)};
    Names names{file, file};
    co_return co_await post(connection, std::move(request), std::move(names), deadline);
}

Result<std::string> whole_body(std::string_view body) { return std::string{body}; }

template <class T>
asio::awaitable<Result<std::vector<T>>> list_in(Connection& connection, RouteGroup group, std::string target,
                                                Parser<std::vector<T>> parse, Deadline deadline) {
    net::HttpRequest get{"GET", target};
    net::HttpRequest head{"GET", std::move(target)};
    auto reply = co_await exchange_in(connection, group, std::move(get), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (reply->status == 404) co_return std::vector<T>{};
    if (!reply->ok())
        co_return fail(with_request(unexpected_status_error(*reply), connection.config(), head));
    auto files = parse(reply->body);
    if (!files) co_return fail(with_request(std::move(files).error(), connection.config(), head));
    co_return files;
}

}  // namespace

asio::awaitable<Result<std::optional<std::string>>> get(Connection& connection, std::string file,
                                                        Deadline deadline) {
    if (auto checked = check_name(file); !checked) co_return fail(std::move(checked).error());
    net::HttpRequest request{"GET", target_of(file)};
    co_return co_await find_in(connection, Namespace::userdata, std::move(request), whole_body, deadline);
}

asio::awaitable<Result<std::optional<json::Value>>> get_json(Connection& connection, std::string file,
                                                             Deadline deadline) {
    if (auto checked = check_name(file); !checked) co_return fail(std::move(checked).error());
    net::HttpRequest request{"GET", target_of(file)};
    co_return co_await find_in(connection, Namespace::userdata, std::move(request), read_json, deadline);
}

asio::awaitable<Result<protocol::UserdataFile>> store(Connection& connection, std::string file,
                                                      std::string bytes, StoreOptions options,
                                                      Deadline deadline) {
    return store_as(connection, std::move(file), std::move(bytes), "application/octet-stream", options,
                    deadline);
}

asio::awaitable<Result<protocol::UserdataFile>> store_json(Connection& connection, std::string file,
                                                           json::Value content, StoreOptions options,
                                                           Deadline deadline) {
    net::HttpRequest json = with_json("POST", {}, content);
    return store_as(connection, std::move(file), std::move(json.body), "application/json", options, deadline);
}

asio::awaitable<Result<bool>> remove(Connection& connection, std::string file, Deadline deadline) {
    if (auto checked = check_name(file); !checked) co_return fail(std::move(checked).error());
    net::HttpRequest request{"DELETE", target_of(file)};
    auto reply = co_await exchange_found_in(connection, Namespace::userdata, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    co_return reply->has_value();
}

asio::awaitable<Result<protocol::UserdataFile>> move(Connection& connection, std::string from, std::string to,
                                                     MoveOptions options, Deadline deadline) {
    if (auto checked = check_name(from); !checked) co_return fail(std::move(checked).error());
    if (auto checked = check_name(to); !checked) co_return fail(std::move(checked).error());
    const std::string path = target_of(from) + "/move/" + encoded(to, 1);
    net::HttpRequest request{"POST", with_query(path, query_of(options.overwrite, options.full_info))};
    Names names{to, from};
    co_return co_await post(connection, std::move(request), std::move(names), deadline);
}

asio::awaitable<Result<std::vector<protocol::UserdataFile>>> list(Connection& connection, std::string folder,
                                                                  ListOptions options, Deadline deadline) {
    if (auto checked = check_name(folder); !checked) co_return fail(std::move(checked).error());
    std::string target = "/userdata?dir=" + encoded(folder, 1);
    if (options.recurse) target += "&recurse=true";
    if (options.split) target += "&split=true";
    if (options.full_info) target += "&full_info=true";
    co_return co_await list_in(connection, Namespace::userdata, std::move(target),
                               protocol::parse_userdata_list, deadline);
}

asio::awaitable<Result<std::vector<protocol::UserdataEntry>>> browse(Connection& connection,
                                                                     std::string folder, Deadline deadline) {
    // This route decodes its path twice, and a third time when a '%' is left.
    std::string target = "/v2/userdata";
    if (!folder.empty()) target += "?path=" + encoded(folder, folder.find('%') == std::string::npos ? 1 : 2);
    const RouteGroup group{Namespace::userdata, "ComfyUI 0.3.31 or newer"};
    return list_in(connection, group, std::move(target), protocol::parse_userdata_entries, deadline);
}

}  // namespace divan::userdata
