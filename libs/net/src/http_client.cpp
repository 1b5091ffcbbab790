#include <divan/net/http_client.hpp>

#include "http_call.hpp"
#include "stream_io.hpp"

namespace divan::net {

class HttpClient::Pool {
public:
    Pool(asio::any_io_executor executor, HttpClientConfig config)
        : state{std::make_shared<ClientState>(std::move(executor), std::move(config))} {}
    std::shared_ptr<ClientState> state;
};

namespace {

// The calls hold the state, not the client: it may go while they end.
asio::awaitable<Result<HttpReply>> call(std::shared_ptr<ClientState> state, HttpRequest request,
                                        BodySink sink, Deadline deadline) {
    const Deadline begun = std::chrono::steady_clock::now();
    TextBody body{std::move(request.body)};
    HttpCall one{state, std::move(request), body, sink ? &sink : nullptr, deadline};
    auto reply = co_await one.run();
    state->observe(one.request(), body.text(), reply, begun);
    co_return std::move(reply);
}

asio::awaitable<Result<HttpReply>> call_with_form(std::shared_ptr<ClientState> state, std::string target,
                                                  std::vector<FormPart> parts, Deadline deadline) {
    auto body = FormBody::make(std::move(parts));
    if (!body) co_return fail(std::move(body).error());
    const Deadline begun = std::chrono::steady_clock::now();
    HttpRequest request{"POST", std::move(target), {}, (*body)->content_type()};
    HttpCall one{state, std::move(request), **body, nullptr, deadline};
    auto reply = co_await one.run();
    state->observe(one.request(), {}, reply, begun);
    co_return std::move(reply);
}

}  // namespace

HttpClient::HttpClient(asio::any_io_executor executor, HttpClientConfig config)
    : pool_{std::make_unique<Pool>(std::move(executor), std::move(config))} {}

HttpClient::~HttpClient() { close(); }

asio::awaitable<Result<HttpReply>> HttpClient::exchange(HttpRequest request, Deadline deadline) {
    BodySink none;
    return guarded(call(pool_->state, std::move(request), std::move(none), deadline));
}

asio::awaitable<Result<HttpReply>> HttpClient::download(HttpRequest request, BodySink sink,
                                                        Deadline deadline) {
    return guarded(call(pool_->state, std::move(request), std::move(sink), deadline));
}

asio::awaitable<Result<HttpReply>> HttpClient::upload(std::string target, std::vector<FormPart> parts,
                                                      Deadline deadline) {
    return guarded(call_with_form(pool_->state, std::move(target), std::move(parts), deadline));
}

void HttpClient::close() { pool_->state->close(); }

const HttpClientConfig& HttpClient::config() const { return pool_->state->config(); }

}  // namespace divan::net
