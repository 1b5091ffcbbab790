#pragma once

#include "client_state.hpp"
#include "incoming.hpp"
#include "request_body.hpp"

namespace divan::net {

/// One call of an HttpClient: lease a connection, send, read the reply, follow redirects, send again where
/// that is safe. Lives in the frame of the call.
class HttpCall {
public:
    /// `sink` (null: none) takes the body of a 2xx reply.
    HttpCall(std::shared_ptr<ClientState> state, HttpRequest request, RequestBody& body, const BodySink* sink,
             Deadline deadline);
    ~HttpCall();
    HttpCall(const HttpCall&) = delete;
    HttpCall& operator=(const HttpCall&) = delete;

    asio::awaitable<Result<HttpReply>> run();
    const HttpRequest& request() const { return request_; }  ///< without its body

private:
    /// How far one try came; decides what its failure means.
    struct Try {
        bool kept = false;      ///< on a connection that was used before
        bool sent = false;      ///< something of the request left this process
        bool answered = false;  ///< a byte of the reply came
    };
    struct Place {
        Url origin;
        std::string target;  ///< with the path prefix
        bool home = true;    ///< the configured origin: pool and credentials are for it alone
    };

    asio::awaitable<Result<HttpReply>> visit(const Place& place);
    asio::awaitable<Result<HttpReply>> attempt(const Place& place, bool fresh, Try& state);
    asio::awaitable<Result<void>> send(Transport& transport, const Place& place, Try& state);
    asio::awaitable<Result<std::unique_ptr<Incoming>>> receive_head(const TransportPtr& transport,
                                                                    Deadline first_byte, Try& state);
    asio::awaitable<Result<HttpReply>> receive_body(Incoming& incoming);
    Result<std::string> head_for(const Place& place) const;
    Result<HttpReply> judge(Error error, const Try& state) const;
    bool may_send_again(const Error& error, const Try& state) const;
    bool is_safe() const { return request_.method == "GET" || request_.method == "HEAD"; }

    std::shared_ptr<ClientState> state_;
    HttpRequest request_;
    RequestBody& body_;
    const BodySink* sink_;
    CallGuard guard_;
};

}  // namespace divan::net
