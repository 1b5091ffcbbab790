#pragma once

#include <span>
#include <string>
#include <vector>

namespace divan::store {

/// A table as backups hold it. The statements live as long as the program: connections keep them by address.
struct Table {
    std::string name;
    std::vector<std::string> columns;
    std::string select, insert;
};
/// In an order in which rows find what they refer to. Leases of gateways, and counts that can be made again,
/// are left out.
std::span<const Table> tables();

}  // namespace divan::store
