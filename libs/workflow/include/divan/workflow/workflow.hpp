#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/workflow/ids.hpp>

namespace divan {

/// One connection: output `slot` of `from` feeds `input` of `to`. A negative slot counts from the end, as in
/// ComfyUI.
struct Link {
    NodeId from;
    std::int64_t slot = 0;
    NodeId to;
    std::string input;

    bool operator==(const Link&) const = default;
};

/// The link that an input value is, in ComfyUI's sense: `[text, number]` (0.3.64, graph_utils.py `is_link`).
/// The first element names the node. Nothing for every other value.
std::optional<std::string_view> link_target(const json::Value& input_value);

/// An output that the caller wants, under the name by which the result calls it.
struct DeclaredOutput {
    std::string alias;
    NodeId node;

    bool operator==(const DeclaredOutput&) const = default;
};

/// Whether editing by text may add an input that the node does not have yet (an optional one, say).
enum class NewInputs {
    allow,
    refuse,  ///< `unknown_input`; the hint names the nearest inputs
};

/// A ComfyUI graph in the API format ("Export (API)"), held as a value: a JSON object from node id to node.
/// Cheap to copy (copies share the graph until one is changed); `==` compares content: numbers by value,
/// objects without regard to key order. What is not changed survives as it came: key order, unknown members,
/// number spellings. Threads: distinct objects are independent, also copies of one; sharing one object for
/// writing is not safe.
class Workflow {
public:
    Workflow();  ///< without nodes
    Workflow(const Workflow&);
    Workflow(Workflow&&) noexcept;
    Workflow& operator=(const Workflow&);
    Workflow& operator=(Workflow&&) noexcept;
    ~Workflow();

    /// Takes the API format, bare or as the `prompt` of a request body (`{"prompt": {...}, ...}`).
    /// Errors: `malformed_json` with the facts `line`, `column` and `path`; `malformed_workflow` for a UI
    /// workflow (the hint says how to export) and where the graph or a node is no object. `check_structure`
    /// finds the rest.
    static Result<Workflow> parse(std::string_view text);
    /// As `parse`, from a tree. Errors: `malformed_workflow`.
    static Result<Workflow> from_json(json::Value value);

    std::string to_json() const;        ///< compact; NaN and infinities as the bare tokens that ComfyUI reads
    json::Value to_value() const;       ///< a copy of the tree
    const json::Object& graph() const;  ///< borrowed until this object changes or ends

    std::size_t size() const;  ///< nodes
    bool has(const NodeId& node) const;
    std::vector<NodeId> node_ids() const;              ///< in the order of the file
    std::string class_type(const NodeId& node) const;  ///< empty when the node is unknown or has none
    std::string title(const NodeId& node) const;       ///< `_meta.title`, else the class
    std::vector<NodeId> find_class(std::string_view class_type) const;
    std::vector<NodeId> find_title(std::string_view title) const;

    /// The node that a person means: an id (`6`, `12:5`), `#title`, or a class that occurs once. An id wins
    /// over a class. Errors: `unknown_node` (the hint names near ids, titles or classes), `invalid_argument`
    /// when several nodes fit (the hint lists them).
    Result<NodeId> resolve(std::string_view reference) const;

    /// The inputs of a node, or nullptr when the node is unknown or has no object `inputs`. Borrowed as
    /// `graph`.
    const json::Object* inputs(const NodeId& node) const;
    /// One input, or nullptr. Borrowed as `graph`.
    const json::Value* get(const NodeId& node, std::string_view input) const;
    /// By address, as `set` takes it. Errors: as `resolve`; `unknown_input`.
    Result<json::Value> get(std::string_view address) const;

    /// Sets one input of one node: `set(NodeId{"6"}, "text", "a red fox")`. The value is stored as it is, so
    /// an array
    /// `["4", 1]` is a link; a list that is meant as a value travels as `{"__value__": [...]}`.
    /// Errors: `unknown_node`; the hint names near ids.
    Result<> set(const NodeId& node, std::string_view input, json::Value value);
    /// By address: `6.text`, `6.inputs.text`, `#Positive prompt.text`, `KSampler.seed`. Ids and titles may
    /// contain dots: the longest one that exists wins. Where an input is an object, a further dot enters it:
    /// `7.lora_1.strength`. Errors: as `resolve`; `invalid_argument` without an input name; `unknown_input`
    /// where new inputs are refused.
    Result<> set(std::string_view address, json::Value value, NewInputs new_inputs = NewInputs::allow);
    /// For values from a command line: the kind of the present value decides how the text is read, see
    /// `cli_value.hpp`. Errors: as `set`; `invalid_argument` when the text does not fit the present value.
    Result<> set_text(std::string_view address, std::string_view text,
                      NewInputs new_inputs = NewInputs::allow);

    /// Feeds `input` of `to` from output `slot` of `from`. Errors: `unknown_node` for either node.
    Result<> link(const NodeId& from, std::int64_t slot, const NodeId& to, std::string_view input);
    /// Adds a node under the next free decimal id. `title` empty: none is written.
    NodeId add_node(std::string_view class_type, json::Object inputs = {}, std::string_view title = {});
    /// Errors: `invalid_argument` when the id is taken.
    Result<> add_node(const NodeId& id, std::string_view class_type, json::Object inputs = {},
                      std::string_view title = {});
    /// Removes a node and the inputs that it fed; returns those cut links, for rewiring. Errors:
    /// `unknown_node`.
    Result<std::vector<Link>> remove_node(const NodeId& node);

    std::vector<Link> links() const;  ///< all, in the order of the file
    std::vector<Link> links_into(const NodeId& node) const;
    std::vector<Link> links_out_of(const NodeId& node) const;

    /// Reads `alias:id`, `alias,id` or `id` (the alias is then the id). The id is any reference that
    /// `resolve` takes and may contain colons itself: `hero:12:5`. `id:alias` is understood where only that
    /// reading names a node. Errors: as `resolve`; `invalid_argument` for an empty alias.
    Result<DeclaredOutput> declared_output(std::string_view text) const;

    /// Removes the `is_changed` members that prompts taken from pictures carry: with them ComfyUI 0.3.64 does
    /// not notice changed files (execution.py, IsChangedCache). Returns how many there were.
    std::size_t strip_is_changed();

    friend bool operator==(const Workflow& left, const Workflow& right);

private:
    struct Graph;
    struct Address {
        NodeId node;
        std::string input;
        std::vector<std::string> members;  ///< further steps into an object value
    };

    Result<Address> read_address(std::string_view text) const;
    Address split_input(NodeId node, std::string_view rest) const;
    Result<const json::Value*> present(const Address& address) const;
    Result<> put(const Address& address, json::Value value, NewInputs new_inputs);
    std::vector<NodeId> matches(std::string_view reference) const;
    Error unknown_node(std::string_view reference) const;
    Result<NodeId> the_one(const std::vector<NodeId>& found, std::string_view reference) const;
    json::Object& writable();
    json::Object& writable_inputs(const NodeId& node);

    boost::intrusive_ptr<Graph>
        graph_;  // null: no nodes. Its counter is read with acquire, unlike shared_ptr's
};

}  // namespace divan
