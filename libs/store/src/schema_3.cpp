#include "schema_3.hpp"

namespace divan::store {

std::vector<std::string> schema_3() {
    return {
        // Jobs that were handed in before this have no bound.
        "ALTER TABLE job ADD COLUMN most_in_flight {int}",
        // One row: whoever hands out jobs that count against a bound holds it until they are counted.
        "CREATE TABLE claim_turn (one {int} PRIMARY KEY) {keyed}",
        "INSERT INTO claim_turn (one) VALUES (1)",
        // What was uploaded on a day (of UTC, counted from 1970), whether it is still there or not.
        R"(CREATE TABLE upload (
            owner TEXT NOT NULL, day {int} NOT NULL, bytes {int} NOT NULL, PRIMARY KEY (owner, day)) {keyed})",
        "ALTER TABLE api_key ADD COLUMN nodes TEXT",
    };
}

}  // namespace divan::store
