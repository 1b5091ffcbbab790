#include "conformance/store_fixture.hpp"
#include "postgres/postgres_server.hpp"

namespace divan::store {

std::vector<Backend> all_backends() {
    Backend backend;
    backend.name = "Postgres";
    backend.new_place = [] { return postgres_server().new_schema(); };
    backend.open = [](asio::any_io_executor executor, const Clock& clock, const std::string& place) {
        PostgresOptions options{postgres_server().url(place)};
        options.clock = &clock;
        options.connections = 6;
        return open_postgres_store(std::move(executor), options);
    };
    return {backend};
}

}  // namespace divan::store
