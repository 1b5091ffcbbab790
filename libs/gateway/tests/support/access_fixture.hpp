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
