#include "conformance/store_fixture.hpp"

namespace divan::store {
namespace {

Backend sqlite() {
    auto folder = std::make_shared<TemporaryFolder>("divan-store");
    auto count = std::make_shared<int>(0);
    Backend backend;
    backend.name = "Sqlite";
    backend.new_place = [folder, count] {
        return (folder->path() / std::to_string(++*count) / "jobs.db").string();
    };
    backend.open = [](asio::any_io_executor executor, const Clock& clock, const std::string& place) {
        return open_sqlite_store(std::move(executor), place, &clock);
    };
    return backend;
}

}  // namespace

std::vector<Backend> all_backends() { return {sqlite()}; }

}  // namespace divan::store
