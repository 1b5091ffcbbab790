#include <gtest/gtest.h>

#include <algorithm>

#include <fmt/format.h>

#include <divan/base/random.hpp>
#include <divan/json/parse.hpp>

#include <divan/workflow/python_text.hpp>
#include "execution/cache_signature.hpp"
#include "execution/graph_order.hpp"
#include "support/execution_nodes.hpp"
#include "support/execution_stage.hpp"

namespace divan::engine {
namespace {

json::Value value(std::string_view text) { return json::parse(text).value(); }

/// A graph over the test nodes, with its order and its signatures.
struct Graph {
    explicit Graph(std::string_view prompt) : content{parsed(prompt)} {
        add_execution_nodes(registry, counts);
    }

    std::string order_of(const std::vector<std::string>& outputs) {
        for (const auto& id : outputs) EXPECT_TRUE(order.add(id));
        std::string all;
        while (const auto next = order.next()) {
            all += (all.empty() ? "" : " ") + *next;
            order.complete(*next);
        }
        return all;
    }
    std::string signature(const std::string& id, std::uint64_t run = 1) const {
        return SignatureMaker{graph, classes, [](const std::string&) { return json::Value(false); }, run}.of(
            id);
    }

    json::Object content;
    std::map<std::string, int> counts;
    NodeRegistry registry;
    ClassBook classes{registry};
    DynamicGraph graph{content};
    GraphOrder order{graph, classes, [](const std::string&) { return false; }};
};

TEST(GraphOrder, RunsAReadyOutputBeforeEverythingElse) {
    Graph graph{R"({"1": {"class_type": "Number", "inputs": {"value": 9}},
        "t": {"class_type": "Add", "inputs": {"a": ["1", 0]}},
        "9": {"class_type": "Show", "inputs": {"value": ["t", 0]}},
        "8": {"class_type": "Show", "inputs": {"value": ["1", 0]}}})"};
    EXPECT_EQ(graph.order_of({"9", "8"}), "1 8 t 9");
}

TEST(GraphOrder, PrefersWhatFeedsAnOutputAndThenWhatFeedsAFeeder) {
    Graph graph{R"({"far": {"class_type": "Number", "inputs": {"value": 1}},
        "mid": {"class_type": "Add", "inputs": {"a": ["far", 0]}},
        "near": {"class_type": "Add", "inputs": {"a": ["mid", 0]}},
        "9": {"class_type": "Show", "inputs": {"value": ["near", 0]}},
        "feeder": {"class_type": "Number", "inputs": {"value": 2}},
        "between": {"class_type": "Add", "inputs": {"a": ["feeder", 0]}},
        "8": {"class_type": "Show", "inputs": {"value": ["between", 0]}},
        "direct": {"class_type": "Number", "inputs": {"value": 3}},
        "7": {"class_type": "Show", "inputs": {"value": ["direct", 0]}}})"};
    EXPECT_EQ(graph.order_of({"9", "8", "7"}), "direct 7 feeder between 8 far mid near 9");
}

TEST(GraphOrder, PushesSourcesInTheOrderOfTheInputsAndPopsTheLast) {
    Graph graph{R"({"a": {"class_type": "Number", "inputs": {}}, "b": {"class_type": "Number", "inputs": {}},
        "s": {"class_type": "Add", "inputs": {"a": ["a", 0], "b": ["b", 0]}}})"};
    EXPECT_EQ(graph.order_of({"s"}), "b a s");
}

TEST(GraphOrder, FindsTheNodesOfACircle) {
    Graph graph{R"({"a": {"class_type": "Add", "inputs": {"a": ["b", 0]}},
        "b": {"class_type": "Add", "inputs": {"a": ["a", 0]}},
        "after": {"class_type": "Add", "inputs": {"a": ["a", 0]}}})"};
    EXPECT_EQ(graph.order_of({"after"}), "");
    EXPECT_EQ(graph.order.in_cycle(), (std::vector<std::string>{"after", "a", "b"}));
}

TEST(GraphOrderProperty, RunsEveryNodeOnceAndAfterItsSources) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Rng rng{seed};
        json::Object prompt;
        const auto size = 2 + rng.upto(20);
        for (std::uint64_t i = 0; i < size; ++i) {
            json::Object inputs;
            for (std::uint64_t k = 0; i > 0 && k < rng.upto(3); ++k)
                inputs.emplace(fmt::format("in{}", k), json::Array{fmt::format("n{}", rng.upto(i - 1)), 0});
            const auto* type = rng.upto(3) == 0 ? "Show" : "Add";
            prompt.emplace(fmt::format("n{}", i),
                           json::Object{{"class_type", type}, {"inputs", std::move(inputs)}});
        }
        Graph graph{"{}"};
        graph.content = prompt;
        const auto last = fmt::format("n{}", size - 1);
        ASSERT_TRUE(graph.order.add(last));
        std::vector<std::string> done;
        while (const auto next = graph.order.next()) {
            EXPECT_EQ(std::count(done.begin(), done.end(), *next), 0);
            for (const auto& input : graph.graph.inputs_of(*next))
                EXPECT_EQ(std::count(done.begin(), done.end(), link_of(input.value())->node), 1)
                    << "seed " << seed;
            graph.order.complete(*next);
            done.push_back(*next);
        }
        EXPECT_EQ(done.back(), last);
        EXPECT_TRUE(graph.order.empty());
    }
}

TEST(CacheSignature, IgnoresIdsAndTheOrderOfInputs) {
    const Graph one{R"({"x": {"class_type": "Number", "inputs": {"value": 1}},
        "s": {"class_type": "Add", "inputs": {"a": ["x", 0], "b": 2}}})"};
    const Graph other{R"({"y": {"class_type": "Number", "inputs": {"value": 1.0}, "_meta": {"title": "t"}},
        "z": {"class_type": "Add", "inputs": {"b": 2, "a": ["y", 0]}}})"};
    EXPECT_EQ(one.signature("s"), other.signature("z"));
}

TEST(CacheSignature, DependsOnEveryAncestor) {
    const auto sum_of = [](int value) {
        return Graph{fmt::format(R"({{"x": {{"class_type": "Number", "inputs": {{"value": {}}}}},
            "y": {{"class_type": "Add", "inputs": {{"a": ["x", 0], "b": 0}}}},
            "s": {{"class_type": "Add", "inputs": {{"a": ["y", 0], "b": ["x", 0]}}}}}})",
                                 value)}
            .signature("s");
    };
    EXPECT_NE(sum_of(1), sum_of(2));
}

TEST(CacheSignature, TellsOneSharedSourceFromTwoEqualOnes) {
    const Graph graph{R"({"x": {"class_type": "Number", "inputs": {"value": 1}},
        "y": {"class_type": "Number", "inputs": {"value": 1}},
        "shared": {"class_type": "Add", "inputs": {"a": ["x", 0], "b": ["x", 0]}},
        "two": {"class_type": "Add", "inputs": {"a": ["x", 0], "b": ["y", 0]}}})"};
    EXPECT_NE(graph.signature("shared"), graph.signature("two"));
}

TEST(CacheSignature, OfNaNHoldsWithinOneRunOnly) {
    const Graph graph{R"({"x": {"class_type": "Number", "inputs": {"value": NaN}}})"};
    EXPECT_EQ(graph.signature("x", 1), graph.signature("x", 1));
    EXPECT_NE(graph.signature("x", 1), graph.signature("x", 2));
}

TEST(CacheSignature, EndsOnCirclesAndOnLinksToNowhere) {
    const Graph graph{R"({"a": {"class_type": "Add", "inputs": {"a": ["b", 0]}},
        "b": {"class_type": "Add", "inputs": {"a": ["a", 0], "b": ["nowhere", 0]}}})"};
    EXPECT_EQ(graph.signature("a").size(), 64u);
}

TEST(CacheSignature, HoldsTheIdWhereTheClassAsksForIt) {
    Graph graph{R"({"a": {"class_type": "Own", "inputs": {}}, "b": {"class_type": "Own", "inputs": {}}})"};
    NodeClass own;
    own.name = "Own";
    own.info = parsed(R"({"input": {"hidden": {"unique_id": "UNIQUE_ID"}}, "output": []})");
    graph.registry.add(std::move(own));
    EXPECT_NE(graph.signature("a"), graph.signature("b"));
}

TEST(CanonicalText, EqualsWhatPythonCallsEqual) {
    const auto same = [](std::string_view left, std::string_view right) {
        return canonical_text(value(left), "l") == canonical_text(value(right), "r");
    };
    EXPECT_TRUE(same("1", "1.0"));
    EXPECT_TRUE(same("true", "1"));
    EXPECT_TRUE(same("-0.0", "0"));
    EXPECT_TRUE(same(R"({"a": 1, "b": 2})", R"({"b": 2, "a": 1})"));
    EXPECT_TRUE(same("[]", "{}"));
    EXPECT_TRUE(same("1e2", "100"));
    EXPECT_FALSE(same("1", R"("1")"));
    EXPECT_FALSE(same("null", "0"));
    EXPECT_FALSE(same("[1, 2]", "[2, 1]"));
    EXPECT_FALSE(same("NaN", "NaN"));
    EXPECT_FALSE(same("18446744073709551615", "18446744073709551616.0"));
    EXPECT_FALSE(same(R"(["ab", "c"])", R"(["a", "bc"])"));
}

TEST(LinkOf, TakesATextAndANumberOnly) {
    EXPECT_EQ(link_of(value(R"(["4", 1])"))->slot, 1u);
    EXPECT_EQ(link_of(value(R"(["4", 1.0])"))->slot, 1u);
    EXPECT_FALSE(link_of(value(R"(["4", "1"])")));
    EXPECT_FALSE(link_of(value(R"([4, 1])")));
    EXPECT_FALSE(link_of(value(R"(["4", 1, 2])")));
    EXPECT_GT(link_of(value(R"(["4", -1])"))->slot, 1'000'000u);
}

TEST(PythonText, SpellsValuesAsPythonDoes) {
    EXPECT_EQ(python_repr(value(R"({"a": [1, 2.0, true, null, "it's"], "n": NaN, "t": "l\n\"q\" '"})")),
              R"({'a': [1, 2.0, True, None, "it's"], 'n': nan, 't': 'l\n"q" \''})");
    EXPECT_EQ(python_str(value(R"("plain")")), "plain");
}

/// Every declared input with any value at all, and now and then one that the class does not know.
json::Object any_prompt(Rng& rng, const ClassBook& classes) {
    const std::vector<std::string> values{"1",
                                          "null",
                                          "\"text\"",
                                          "[]",
                                          R"(["n0", 0])",
                                          R"(["n1", 0])",
                                          R"(["n1", -1])",
                                          R"(["n2", 0])",
                                          R"(["n2", 1.5])",
                                          R"({"a": [NaN]})",
                                          R"(["n3", false])"};
    const std::vector<std::string> types{"Number", "Add",    "Show",     "Choose",   "Twice",
                                         "Nest",   "Block",  "MakeList", "JoinList", "Ticking",
                                         "Frozen", "Memory", "Unheard"};
    const auto any = [&](const std::vector<std::string>& list) { return list[rng.upto(list.size() - 1)]; };
    json::Object prompt;
    for (int i = 0; i < 5; ++i) {
        const std::string type = any(types);
        json::Object inputs;
        if (const ClassFacts* facts = classes.find(type))
            for (const std::string& name : facts->required) inputs.emplace(name, value(any(values)));
        if (rng.upto(9) == 0)
            inputs.emplace("unknown", value(rng.upto(1) ? R"(["gone", 0])" : R"(["n4", 0])"));
        prompt.emplace(fmt::format("n{}", i),
                       json::Object{{"class_type", type}, {"inputs", std::move(inputs)}});
    }
    return prompt;
}

TEST(ExecutionProperty, EveryPromptEndsInHistoryWhateverItsShape) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Rng rng{seed};
        ExecutorConfig config;
        config.cache = static_cast<ExecutorConfig::Cache>(seed % 3);
        config.lru_size = 2;
        Stage stage{config};
        const ClassBook classes{stage.registry};
        for (const auto* id : {"p", "q"}) {
            QueueItem item = prompt_item(id, "{}", {"n0", "n4"});
            item.prompt = any_prompt(rng, classes);
            stage.queue.put(item);
            stage.worker.run_next();
            item.prompt_id += "again";
            stage.queue.put(std::move(item));
            stage.worker.run_next();
        }
        EXPECT_EQ(stage.queue.history(std::nullopt).size(), 4u) << "seed " << seed;
    }
}

}  // namespace
}  // namespace divan::engine
