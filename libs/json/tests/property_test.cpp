#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::json {
namespace {

Value any_value(int depth) {
    switch (*rc::gen::inRange(0, depth > 0 ? 8 : 6)) {
        case 0:
            return nullptr;
        case 1:
            return *rc::gen::arbitrary<bool>();
        case 2:
            return *rc::gen::arbitrary<std::int64_t>();
        case 3:
            return *rc::gen::arbitrary<std::uint64_t>();
        case 4:
            return *rc::gen::arbitrary<double>();
        case 5:
            return boost::json::string{*rc::gen::string<std::string>()};
        case 6: {
            Array array;
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i) array.push_back(any_value(depth - 1));
            return array;
        }
        default: {
            Object object;
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i)
                object["k" + std::to_string(i)] = any_value(depth - 1);
            return object;
        }
    }
}

RC_GTEST_PROP(JsonProperty, WhatIsWrittenReadsBackAndWritesTheSame, ()) {
    for (const WriteOptions& options : {WriteOptions{}, WriteOptions{Layout::python, true, NonFinite::token},
                                        WriteOptions{Layout::pretty, false}}) {
        const std::string text = write(any_value(4), options);
        const auto again = parse(text);
        RC_ASSERT(again.has_value());
        RC_ASSERT(write(*again, options) == text);
    }
}

RC_GTEST_PROP(JsonProperty, DoublesSurviveBitForBit, (double number)) {
    const auto again = parse(write(Value(number)));
    RC_ASSERT(to_double(*again) == number);
}

RC_GTEST_PROP(JsonProperty, DamagedDocumentsAreErrorsOrValuesNeverCrashes, ()) {
    std::string text = write(any_value(4));
    for (int i = *rc::gen::inRange(1, 4); i > 0 && !text.empty(); --i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        text[at] = *rc::gen::arbitrary<char>();
    }
    const auto value = parse(text);
    if (value) RC_ASSERT(parse(write(*value)).has_value());
}

}  // namespace
}  // namespace divan::json
