#pragma once

#include <mutex>
#include <string>
#include <thread>

namespace divan::capi_test {

/// A server that writes down what it is sent and answers every request with 404 and the end of the
/// connection.
class RequestRecorder {
public:
    RequestRecorder();
    ~RequestRecorder();
    RequestRecorder(const RequestRecorder&) = delete;
    RequestRecorder& operator=(const RequestRecorder&) = delete;

    std::string address() const;  ///< "127.0.0.1:port"
    std::string received() const;

private:
    void serve();

    int listener_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::string received_;
    std::thread thread_;
};

}  // namespace divan::capi_test
