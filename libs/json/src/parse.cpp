#include <algorithm>
#include <limits>
#include <vector>

#include <boost/json/value_stack.hpp>

#include <divan/json/parse.hpp>

#include "scanner.hpp"
#include "spelled.hpp"

namespace divan::json {
namespace {

/// Where the parser is, for error messages. The fast first pass runs with NoPath; only a document that failed
/// is read again with FullPath.
struct NoPath {
    void enter() {}
    void leave() {}
    void at_key(std::string_view) {}
    void at_index(std::size_t) {}
};

struct FullPath {
    std::vector<std::string> steps;
    void enter() { steps.emplace_back(); }
    void leave() { steps.pop_back(); }
    void at_key(std::string_view key) { steps.back() = "." + std::string{key}; }
    void at_index(std::size_t index) { steps.back() = "[" + std::to_string(index) + "]"; }
};

template <class Path>
class Parser : Scanner {
public:
    Parser(std::string_view text, const ParseOptions& options, boost::json::storage_ptr storage)
        : Scanner{text}, options_{options}, storage_{std::move(storage)} {
        stack_.reset(storage_);
    }

    Value document() {
        skip_space();
        value();
        skip_space();
        if (at_ != end_) stop("something follows the document");
        return stack_.release();
    }

    const Path& path() const { return path_; }

private:
    void value() {
        if (at_ >= end_) stop("the document ends too early");
        if (++values_ > options_.max_values)
            stop("more than " + std::to_string(options_.max_values) + " values");
        switch (*at_) {
            case '{':
                return nested(&Parser::members);
            case '[':
                return nested(&Parser::items);
            case '"':
                return text();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", nullptr);
            case 'N':
                return non_finite("NaN", std::numeric_limits<double>::quiet_NaN());
            case 'I':
                return non_finite("Infinity", std::numeric_limits<double>::infinity());
            default:
                return number();
        }
    }

    void nested(void (Parser::*content)()) {
        if (++depth_ > options_.max_depth) stop("nested deeper than " + std::to_string(options_.max_depth));
        ++at_;
        path_.enter();
        (this->*content)();
        path_.leave();
        --depth_;
    }

    void members() {
        std::size_t count = 0;
        skip_space();
        if (at_ < end_ && *at_ == '}') return void((++at_, stack_.push_object(0)));
        for (;;) {
            skip_space();
            if (at_ >= end_ || *at_ != '"') stop("a member name in quotes is expected");
            const auto key = quoted();
            path_.at_key(key);
            stack_.push_key({key.data(), key.size()});
            skip_space();
            if (at_ >= end_ || *at_ != ':') stop("':' is expected after a member name");
            ++at_;
            skip_space();
            value();
            ++count;
            if (!more('}')) break;
        }
        stack_.push_object(count);
    }

    void items() {
        std::size_t count = 0;
        skip_space();
        if (at_ < end_ && *at_ == ']') return void((++at_, stack_.push_array(0)));
        do {
            path_.at_index(count);
            skip_space();
            value();
            ++count;
        } while (more(']'));
        stack_.push_array(count);
    }

    bool more(char closing) {
        skip_space();
        if (at_ < end_ && *at_ == ',') return ++at_, true;
        if (at_ < end_ && *at_ == closing) return ++at_, false;
        stop(std::string{"',' or '"} + closing + "' is expected");
    }

    template <class T>
    void word(std::string_view spelling, T meaning) {
        if (!take(spelling)) stop("not a JSON value");
        if constexpr (std::is_same_v<T, bool>)
            stack_.push_bool(meaning);
        else
            stack_.push_null();
    }

    void non_finite(std::string_view spelling, double number) {
        if (!options_.non_finite || !take(spelling)) stop("not a JSON value");
        stack_.push_double(number);
    }

    void text() {
        const auto content = quoted();
        stack_.push_string({content.data(), content.size()});
    }

    void number() {
        if (*at_ == '-' && options_.non_finite && take("-Infinity"))
            return stack_.push_double(-std::numeric_limits<double>::infinity());
        const char* const start = at_;
        while (at_ < end_ && ((*at_ >= '0' && *at_ <= '9') || *at_ == '-' || *at_ == '+' || *at_ == '.' ||
                              *at_ == 'e' || *at_ == 'E'))
            ++at_;
        const std::string_view spelling{start, static_cast<std::size_t>(at_ - start)};
        if (push_small_integer(spelling)) return;
        if (!is_number_grammar(spelling)) {
            at_ = start;
            stop(spelling.empty() ? "not a JSON value" : "not a JSON number");
        }
        push_number(number_value(spelling));
    }

    /// Most numbers of a workflow are short integers; they skip the general way.
    bool push_small_integer(std::string_view spelling) {
        if (spelling.empty() || spelling.size() > 18 || (spelling[0] == '0' && spelling.size() > 1))
            return false;
        std::int64_t number = 0;
        for (const char c : spelling) {
            if (c < '0' || c > '9') return false;
            number = number * 10 + (c - '0');
        }
        stack_.push_int64(number);
        return true;
    }

    void push_number(const Value& number) {
        switch (number.kind()) {
            case boost::json::kind::int64:
                return stack_.push_int64(number.get_int64());
            case boost::json::kind::uint64:
                return stack_.push_uint64(number.get_uint64());
            case boost::json::kind::double_:
                return stack_.push_double(number.get_double());
            default:
                stack_.push_string(number.get_string());
        }
    }

    const ParseOptions& options_;
    boost::json::storage_ptr storage_;
    boost::json::value_stack stack_;
    std::size_t depth_ = 0;
    std::size_t values_ = 0;
    Path path_;
};

Error describe_failure(std::string_view text, const ParseOptions& options) {
    Parser<FullPath> again{text, options, {}};
    try {
        again.document();
    } catch (const Failure& failure) {
        const auto before = text.substr(0, failure.offset);
        const auto last_break = before.rfind('\n');
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const auto column =
            last_break == std::string_view::npos ? before.size() + 1 : before.size() - last_break;
        std::string path = "$";
        for (const auto& step : again.path().steps) path += step;
        return Error{Errc::malformed_json, failure.what}
            .with("line", std::to_string(line))
            .with("column", std::to_string(column))
            .with("path", path);
    }
    return Error{Errc::malformed_json, "the document changed while it was read"};
}

}  // namespace

Result<Value> parse(std::string_view text, const ParseOptions& options, boost::json::storage_ptr storage) {
    if (text.size() > options.max_bytes)
        return fail(Errc::malformed_json, "the document has " + std::to_string(text.size()) +
                                              " bytes, more than the limit of " +
                                              std::to_string(options.max_bytes));
    try {
        return Parser<NoPath>{text, options, std::move(storage)}.document();
    } catch (const Failure&) {
        return fail(describe_failure(text, options));
    }
}

}  // namespace divan::json
