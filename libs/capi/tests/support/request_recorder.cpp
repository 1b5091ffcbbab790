#include "request_recorder.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace divan::capi_test {
namespace {

/// The head and, where it tells a length, the body.
std::string read_request(int socket) {
    std::string request;
    std::size_t wanted = std::string::npos;
    char buffer[4096];
    while (request.size() < wanted) {
        const auto got = recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0) break;
        request.append(buffer, static_cast<std::size_t>(got));
        const auto head = request.find("\r\n\r\n");
        if (head == std::string::npos) continue;
        const auto length = request.find("Content-Length: ");
        wanted = head + 4;
        if (length < head) wanted += std::stoul(request.substr(length + std::strlen("Content-Length: ")));
    }
    return request;
}

}  // namespace

RequestRecorder::RequestRecorder() {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&here), size) != 0 || listen(listener_, 8) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size) != 0)
        throw std::runtime_error("no port for the recording server");
    port_ = ntohs(here.sin_port);
    thread_ = std::thread{[this] { serve(); }};
}

RequestRecorder::~RequestRecorder() {
    shutdown(listener_, SHUT_RDWR);  // ends `accept`
    thread_.join();
    close(listener_);
}

std::string RequestRecorder::address() const { return "127.0.0.1:" + std::to_string(port_); }

std::string RequestRecorder::received() const {
    const std::lock_guard lock{mutex_};
    return received_;
}

void RequestRecorder::serve() {
    constexpr char kAnswer[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    for (int client = accept(listener_, nullptr, nullptr); client >= 0;
         client = accept(listener_, nullptr, nullptr)) {
        const std::string request = read_request(client);
        {
            const std::lock_guard lock{mutex_};
            received_ += request;
        }
        send(client, kAnswer, sizeof kAnswer - 1, MSG_NOSIGNAL);
        close(client);
    }
}

}  // namespace divan::capi_test
