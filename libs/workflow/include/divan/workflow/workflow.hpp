#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/workflow/ids.hpp>

namespace divan {

class Attachment;  // attachments.hpp
struct PlannedUpload;

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

/// Whether editing by text may add what is not there yet.
enum class NewInputs {
    allow,   ///< an input that the node does not have (an optional one, say)
    refuse,  ///< `unknown_input`; the hint names the nearest inputs
    /// Nodes too: an id that does not exist becomes a node without a class, for graphs that are put together
    /// piece by piece. `check_structure` then asks for the class. `#title` never makes a node.
    allow_nodes,
};

/// A ComfyUI graph in the API format ("Export (API)"), held as a value: a JSON object from node id to node.
/// Cheap to copy (copies share the graph until one is changed). What is not changed survives as it came: key
/// order, unknown members, number spellings. Threads: distinct objects are independent, also copies of one;
/// sharing one object for writing is not safe.
///
/// Besides the graph it keeps a plan of what a run does with it: declared outputs, bypassed nodes and
/// attachments. `==` compares both: numbers by value, objects without regard to key order, bypassed nodes as
/// a set, outputs and attachments in their order. Everything that looks at the graph alone (`to_json`,
/// `fingerprint`, `structure_hash`, `check_structure`) does not see the plan: apply it first (`apply_bypass`;
/// the client uploads the attachments).
///
/// An edit that fails changes nothing.
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
    /// What `set` would answer, without setting anything.
    Result<> check_address(std::string_view address, NewInputs new_inputs = NewInputs::allow) const;
    /// For values from a command line: the kind of the present value decides how the text is read, see
    /// `cli_value.hpp`. Errors: as `set`; `invalid_argument` when the text does not fit the present value.
    Result<> set_text(std::string_view address, std::string_view text,
                      NewInputs new_inputs = NewInputs::allow);

    /// Several inputs of one node, all or nothing: `set_inputs("3", {{"steps", 30}, {"cfg", 4.5}})`. The node
    /// is any reference that `resolve` takes, the names are plain input names. Errors: as `set`. Several
    /// problems are one error: its message tells all of them, each is a fact `problem`, and the code is the
    /// first one's.
    Result<> set_inputs(std::string_view node, const json::Object& values,
                        NewInputs new_inputs = NewInputs::allow);
    /// Several inputs of several nodes, all or nothing: `{"3": {"steps": 30}, "#Positive prompt": {"text":
    /// "…"}}`. Errors: as above; `invalid_argument` for a node whose value is no object, and for an input
    /// that is set twice, through two names of one node.
    Result<> set_inputs(const json::Object& by_node, NewInputs new_inputs = NewInputs::allow);

    /// Feeds `input` of `to` from output `slot` of `from`; a value or link that stood there is replaced.
    /// Errors: `unknown_node` for either node.
    Result<> link(const NodeId& from, std::int64_t slot, const NodeId& to, std::string_view input);
    /// Removes a linked input and returns its link. Errors: `unknown_node`, `unknown_input`,
    /// `invalid_argument` where the input holds a value.
    Result<Link> unlink(const NodeId& node, std::string_view input);
    /// Whatever output `slot` of `from` feeds is fed by output `new_slot` of `to` instead, but for inputs of
    /// `to` itself: so a node is inserted behind another. Returns the links as they are now. Slots are
    /// compared as written: −1 is not the last one. Errors: `unknown_node` for either node.
    Result<std::vector<Link>> move_links(const NodeId& from, std::int64_t slot, const NodeId& to,
                                         std::int64_t new_slot);
    /// Adds a node under the next free decimal id. `title` empty: none is written.
    NodeId add_node(std::string_view class_type, json::Object inputs = {}, std::string_view title = {});
    /// Errors: `invalid_argument` when the id is taken.
    Result<> add_node(const NodeId& id, std::string_view class_type, json::Object inputs = {},
                      std::string_view title = {});
    /// Removes a node, the inputs that it fed and its part of the plan; returns those cut links, for
    /// rewiring. Errors: `unknown_node`.
    Result<std::vector<Link>> remove_node(const NodeId& node);
    /// Several at once, all or nothing; links among them are not returned. Errors: `unknown_node`.
    Result<std::vector<Link>> remove_nodes(const std::vector<NodeId>& nodes);
    /// Gives a node another id; its place, links and part of the plan stay. An output's alias stays too.
    /// Errors: `unknown_node`; `invalid_argument` when the new id is empty or taken.
    Result<> rename_node(const NodeId& node, const NodeId& new_id);

    std::vector<Link> links() const;  ///< all, in the order of the file
    std::vector<Link> links_into(const NodeId& node) const;
    std::vector<Link> links_out_of(const NodeId& node) const;

    /// Reads `alias:id`, `alias,id` or `id` (the alias is then the id). The id is any reference that
    /// `resolve` takes and may contain colons itself: `hero:12:5`. `id:alias` is understood where only that
    /// reading names a node. Errors: as `resolve`; `invalid_argument` for an empty alias.
    Result<DeclaredOutput> declared_output(std::string_view text) const;

    /// Wants an output collected under a name: the spellings of `declared_output`, e.g. `hero:9`.
    /// Returns what was understood. Errors: as `declared_output`; `invalid_argument` for an alias that is
    /// declared already (a node may have several).
    Result<DeclaredOutput> declare_output(std::string_view text);
    /// The same in two words. The other way round is understood where only `alias` names a node.
    Result<DeclaredOutput> declare_output(std::string_view alias, std::string_view node);
    /// Returns whether there was such an output.
    bool undeclare_output(std::string_view alias);
    const std::vector<DeclaredOutput>& declared_outputs() const;  ///< as declared; borrowed as `graph`

    /// Leaves a node out of every run: `apply_bypass` connects what it fed to what feeds it. Any reference
    /// that `resolve` takes; again: no effect. Errors: as `resolve`.
    Result<> bypass(std::string_view reference);
    Result<> bypass(std::initializer_list<std::string_view> references);  ///< all or nothing
    Result<> bypass(const std::vector<NodeId>& nodes);                    ///< all or nothing
    /// Takes a node back in; one that is not bypassed stays as it is. Errors: as `resolve`.
    Result<> reinstate(std::string_view reference);
    Result<> reinstate(std::initializer_list<std::string_view> references);  ///< all or nothing
    Result<> reinstate(const std::vector<NodeId>& nodes);                    ///< all or nothing
    std::vector<NodeId> bypassed() const;                                    ///< in the order of the file
    bool is_bypassed(const NodeId& node) const;

    /// A file that a client uploads before the run; then it sets the input to the name that the server gave.
    /// Replaces an earlier attachment of that input. Errors: `unknown_node`; `invalid_argument` without an
    /// input name, and where one of two files of one name would overwrite the other; `unsafe_path` for a name
    /// or subfolder that leaves the server's input folder.
    Result<> attach(const NodeId& node, std::string_view input, Attachment attachment);
    /// By address, as `set` takes it: `attach("#Load image.image", …)`. Errors: as above and as `set`.
    Result<> attach(std::string_view address, Attachment attachment);
    /// Files that a client uploads before the run into one subfolder, for nodes that read a folder
    /// (LoadImageSetFromFolderNode). All or nothing. Errors: as `attach`; `invalid_argument` for an empty
    /// list or subfolder, and for a name that stands twice.
    Result<> attach_folder(std::string_view subfolder, std::vector<Attachment> files);
    /// The files of a local folder, as `read_folder` finds them. Errors: as above and as `read_folder`.
    Result<> attach_folder(std::string_view subfolder, const std::filesystem::path& folder);
    /// Returns whether that input had an attachment.
    bool detach(const NodeId& node, std::string_view input);
    void detach_folder(std::string_view subfolder);  ///< all that `attach_folder` put there
    const std::vector<PlannedUpload>& attachments()
        const;  ///< in the order of the calls; borrowed as `graph`

    /// Removes the `is_changed` members that prompts taken from pictures carry: with them ComfyUI 0.3.64 does
    /// not notice changed files (execution.py, IsChangedCache). Returns how many there were.
    std::size_t strip_is_changed();

    friend bool operator==(const Workflow& left, const Workflow& right);

private:
    struct Graph;
    struct Plan;
    struct Address {
        NodeId node;
        std::string input;
        std::vector<std::string> members;  ///< further steps into an object value
    };

    static Result<Workflow> from_graph(json::Value value);
    Result<Address> read_address(std::string_view text, NewInputs new_inputs) const;
    Address split_input(NodeId node, std::string_view rest) const;
    Result<const json::Value*> present(const Address& address) const;
    Result<> check_place(const Address& address, NewInputs new_inputs) const;
    Result<> put(const Address& address, json::Value value, NewInputs new_inputs);
    std::vector<NodeId> matches(std::string_view reference) const;
    Error unknown_node(std::string_view reference) const;
    Result<NodeId> the_one(const std::vector<NodeId>& found, std::string_view reference) const;
    Result<std::vector<NodeId>> resolve_all(std::initializer_list<std::string_view> references) const;
    Result<> check_nodes(const std::vector<NodeId>& nodes) const;
    Result<> check_upload(const PlannedUpload& upload) const;
    json::Object& writable();
    json::Object& writable_inputs(const NodeId& node);
    const Plan& plan() const;
    Plan& writable_plan();

    // Their counters are read with acquire, unlike shared_ptr's.
    boost::intrusive_ptr<Graph> graph_;  // null: no nodes
    boost::intrusive_ptr<Plan> plan_;    // null: nothing planned
};

}  // namespace divan
