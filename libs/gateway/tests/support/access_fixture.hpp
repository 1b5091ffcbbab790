#pragma once

#include <mutex>

#include <divan/gateway/keys.hpp>

#include "access/gatekeeper.hpp"
#include "gateway_fixture.hpp"

namespace divan::gateway {

/// A gateway that wants keys, and looks them up every 300 ms.
class AccessTest : public GatewayTest {
protected:
    AccessTest() {
        config.require_keys = true;
        config.access.recheck = 300ms;
    }
    std::string pepper() { return value(load_pepper(config.data_folder / "pepper.key")); }
    IssuedKey issue(KeyWish wish) {
        return value_of(issue_key(gateway->store(), pepper(), std::move(wish), "test"));
    }
    IssuedKey issue(const std::string& owner, std::vector<std::string> scopes) {
        return issue(wish(owner, std::move(scopes)));
    }
    static KeyWish wish(const std::string& owner, std::vector<std::string> scopes) {
        KeyWish wish;
        wish.owner = owner;
        wish.scopes = std::move(scopes);
        return wish;
    }
    static json::Object limit(const std::string& name, json::Value value) {
        json::Object limits;
        limits[name] = std::move(value);
        return limits;
    }
    /// From now on every request comes with it; empty: without one.
    void use(const std::string& key) {
        headers = net::HttpHeaders{};
        if (!key.empty()) headers.set("Authorization", "Bearer " + key);
    }
    /// A text of JSON with that many bytes.
    static std::string quoted(char letter, std::size_t bytes) {
        return "\"" + std::string(bytes - 2, letter) + "\"";
    }
    Reply upload(const std::string& name, const std::string& content) {
        const auto part = [](const std::string& head, const std::string& text) {
            return "--x\r\nContent-Disposition: form-data; name=" + head + "\r\n\r\n" + text + "\r\n";
        };
        const std::string body = part("content_type", "application/json") + part("file_path", name) +
                                 part("file; filename=\"" + name + "\"", content) + "--x--\r\n";
        return ask(net::HttpRequest{"POST", "/api/v2/assets", body, "multipart/form-data; boundary=x"});
    }
    Reply get_with(const std::string& target, const std::string& name, const std::string& value) {
        net::HttpRequest request{"GET", target};
        request.headers.set(name, value);
        return ask(std::move(request));
    }
    template <class T>
    static T value(Result<T> result) {
        if (!result) throw std::runtime_error(describe(result.error()));
        return std::move(*result);
    }
};

}  // namespace divan::gateway
