// Section 2 of the parity table, on the embedded engine: users, their settings and their files.
#include <divan/client/settings.hpp>
#include <divan/client/userdata.hpp>
#include <divan/client/users.hpp>

#include "namespaces_fixture.hpp"

namespace divan {
namespace {

using parity::ParityNamespaces;

TEST_F(ParityNamespaces, GetUserConfig) {
    const auto config = value_of(users::list(*connection, soon()));
    EXPECT_EQ(config.storage, "server");
    EXPECT_TRUE(config.migrated.has_value());
    EXPECT_FALSE(config.multi_user);
}

TEST_F(ParityNamespaces, CreateUser) {
    restart_with_many_users();
    const std::string id = value_of(users::create(*connection, "Ann Lee", soon()));
    EXPECT_TRUE(id.starts_with("Ann-Lee_")) << id;
    const auto config = value_of(users::list(*connection, soon()));
    EXPECT_TRUE(config.multi_user);
    EXPECT_NE(std::ranges::find(config.users, protocol::User{id, "Ann Lee"}), config.users.end());
    EXPECT_EQ(error_of(users::create(*connection, "Ann Lee", soon())).code, Errc::invalid_argument);
}

TEST_F(ParityNamespaces, EachUserHasSettingsOfTheirOwn) {
    restart_with_many_users();
    const std::string ann = value_of(users::create(*connection, "Ann", soon()));
    const std::string bob = value_of(users::create(*connection, "Bob", soon()));
    ConnectionConfig as_ann = parse_server_address(engine->url()).value(), as_bob = as_ann,
                     as_nobody = as_ann;
    as_ann.credentials = users::as_user(ann).value();
    as_bob.credentials = users::as_user(bob).value();
    as_nobody.credentials = users::as_user("nobody").value();
    connect(std::move(as_ann));
    value_of(settings::store(*connection, "theme", json::Value("dark"), soon()));
    connect(std::move(as_bob));
    EXPECT_EQ(json::kind_name(value_of(settings::get(*connection, "theme", soon()))), "null");
    connect(std::move(as_nobody));
    EXPECT_EQ(error_of(settings::get(*connection, "theme", soon())).code, Errc::unauthorized);
}

TEST_F(ParityNamespaces, GetSettingsAndStoreSettings) {
    json::Object values;
    values["Comfy.Locale"] = "fr";
    values["n"] = 18446744073709551615ULL;
    value_of(settings::store_all(*connection, std::move(values), soon()));
    const auto all = value_of(settings::all(*connection, soon()));
    EXPECT_EQ(json::text_of(all.at("Comfy.Locale")), "fr");
    EXPECT_EQ(json::to_uint64(all.at("n")), 18446744073709551615ULL);
}

TEST_F(ParityNamespaces, GetSettingAndStoreSetting) {
    const std::string id = "My pack/size & more? 100% \xC3\xA9";
    EXPECT_EQ(json::kind_name(value_of(settings::get(*connection, id, soon()))), "null");
    value_of(settings::store(*connection, id, json::Value(7), soon()));
    EXPECT_EQ(json::to_int64(value_of(settings::get(*connection, id, soon()))), 7);
    EXPECT_EQ(json::to_int64(value_of(settings::all(*connection, soon())).at(id)), 7);
}

TEST_F(ParityNamespaces, GetUserDataAndStoreUserData) {
    const std::string bytes{"\0\xff binary", 9};
    EXPECT_FALSE(value_of(userdata::get(*connection, "workflows/a b.bin", soon())).has_value());
    value_of(userdata::store(*connection, "workflows/a b.bin", bytes, {}, soon()));
    EXPECT_EQ(value_of(userdata::get(*connection, "workflows/a b.bin", soon())), bytes);
    userdata::StoreOptions keep;
    keep.overwrite = false;
    EXPECT_EQ(error_of(userdata::store(*connection, "workflows/a b.bin", "x", keep, soon())).fact("status"),
              "409");
    userdata::StoreOptions full;
    full.full_info = true;  // and `overwrite` keeps its default
    EXPECT_EQ(value_of(userdata::store(*connection, "workflows/a b.bin", "12345", full, soon())).size_bytes,
              5);
    json::Object content;
    content["seed"] = 18446744073709551615ULL;
    value_of(userdata::store_json(*connection, "n.json", std::move(content), {}, soon()));
    const auto read = value_of(userdata::get_json(*connection, "n.json", soon()));
    EXPECT_EQ(json::to_uint64(*json::find(*read, "seed")), 18446744073709551615ULL);
}

TEST_F(ParityNamespaces, UserDataNamesMayHoldAnything) {
    for (const std::string name : {"100% sure.txt", "50%25.txt", "a&b=c?d#e+f.txt",
                                   "f\xC3\xBC"
                                   "chs \xE7\x8B\x90.txt",
                                   "x/y/z.txt"}) {
        EXPECT_EQ(value_of(userdata::store(*connection, name, name, {}, soon())).path, name);
        EXPECT_EQ(value_of(userdata::get(*connection, name, soon())), name);
        EXPECT_TRUE(value_of(userdata::remove(*connection, name, soon()))) << name;
    }
}

TEST_F(ParityNamespaces, DeleteUserData) {
    value_of(userdata::store(*connection, "a.txt", "x", {}, soon()));
    EXPECT_TRUE(value_of(userdata::remove(*connection, "a.txt", soon())));
    EXPECT_FALSE(value_of(userdata::remove(*connection, "a.txt", soon())));
}

TEST_F(ParityNamespaces, MoveUserData) {
    value_of(userdata::store(*connection, "a.txt", "a", {}, soon()));
    value_of(userdata::store(*connection, "b.txt", "b", {}, soon()));
    EXPECT_EQ(error_of(userdata::move(*connection, "a.txt", "b.txt", {}, soon())).fact("status"), "409");
    userdata::MoveOptions over;
    over.overwrite = true;
    EXPECT_EQ(value_of(userdata::move(*connection, "a.txt", "b.txt", over, soon())).path, "b.txt");
    EXPECT_EQ(value_of(userdata::get(*connection, "b.txt", soon())), "a");
    EXPECT_EQ(error_of(userdata::move(*connection, "a.txt", "c.txt", {}, soon())).code,
              Errc::invalid_argument);
}

TEST_F(ParityNamespaces, ListUserData) {
    EXPECT_TRUE(value_of(userdata::list(*connection, "workflows", {}, soon())).empty());
    value_of(userdata::store(*connection, "workflows/a.json", "{}", {}, soon()));
    value_of(userdata::store(*connection, "workflows/sub/b.json", "{}", {}, soon()));
    EXPECT_EQ(value_of(userdata::list(*connection, "workflows", {}, soon())).size(), 1U);
    userdata::ListOptions deep;
    deep.recurse = deep.split = true;
    auto files = value_of(userdata::list(*connection, "workflows", deep, soon()));
    std::ranges::sort(files, {}, &protocol::UserdataFile::path);
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files.at(1).segments, (std::vector<std::string>{"sub", "b.json"}));
    userdata::ListOptions full;
    full.full_info = true;
    const auto infos = value_of(userdata::list(*connection, "workflows", full, soon()));
    EXPECT_EQ(infos.at(0).size_bytes, 2);
    EXPECT_TRUE(infos.at(0).modified.has_value());
}

TEST_F(ParityNamespaces, ListUserDataV2) {
    value_of(userdata::store(*connection, "workflows/sub/b.json", "{}", {}, soon()));
    const auto entries = value_of(userdata::browse(*connection, "workflows", soon()));
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_TRUE(entries.at(0).folder);
    EXPECT_EQ(entries.at(1).path, "workflows/sub/b.json");
    EXPECT_TRUE(value_of(userdata::browse(*connection, "none", soon())).empty());
}

}  // namespace
}  // namespace divan
