#include "nodes/standin/vocabulary.hpp"
#include "nodes/standin/word_lookup.hpp"

namespace divan::engine::standin {

namespace {

struct ColourWord {
    std::string_view word;
    Rgb colour;
};

constexpr ColourWord kColours[] = {{"red", {0.84F, 0.16F, 0.13F}},      {"crimson", {0.72F, 0.08F, 0.18F}},
                                   {"scarlet", {0.90F, 0.18F, 0.10F}},  {"orange", {0.95F, 0.52F, 0.12F}},
                                   {"amber", {0.98F, 0.70F, 0.16F}},    {"gold", {0.90F, 0.72F, 0.26F}},
                                   {"golden", {0.92F, 0.74F, 0.32F}},   {"yellow", {0.97F, 0.86F, 0.24F}},
                                   {"green", {0.22F, 0.62F, 0.28F}},    {"emerald", {0.10F, 0.62F, 0.42F}},
                                   {"olive", {0.48F, 0.50F, 0.20F}},    {"lime", {0.62F, 0.86F, 0.22F}},
                                   {"teal", {0.10F, 0.56F, 0.58F}},     {"turquoise", {0.22F, 0.78F, 0.74F}},
                                   {"cyan", {0.20F, 0.82F, 0.90F}},     {"blue", {0.16F, 0.36F, 0.80F}},
                                   {"azure", {0.24F, 0.56F, 0.92F}},    {"navy", {0.08F, 0.13F, 0.36F}},
                                   {"indigo", {0.26F, 0.18F, 0.60F}},   {"purple", {0.50F, 0.22F, 0.66F}},
                                   {"violet", {0.56F, 0.32F, 0.82F}},   {"magenta", {0.86F, 0.18F, 0.62F}},
                                   {"pink", {0.96F, 0.58F, 0.72F}},     {"rose", {0.92F, 0.36F, 0.48F}},
                                   {"brown", {0.44F, 0.28F, 0.17F}},    {"beige", {0.86F, 0.78F, 0.64F}},
                                   {"white", {0.95F, 0.95F, 0.94F}},    {"black", {0.07F, 0.07F, 0.09F}},
                                   {"gray", {0.50F, 0.51F, 0.53F}},     {"grey", {0.50F, 0.51F, 0.53F}},
                                   {"silver", {0.76F, 0.78F, 0.81F}},   {"copper", {0.74F, 0.45F, 0.26F}},
                                   {"lavender", {0.66F, 0.56F, 0.86F}}, {"ginger", {0.88F, 0.50F, 0.20F}}};

struct SubjectWord {
    std::string_view word;
    Subject subject;
    Rgb colour;
};

using S = Subject;
constexpr Rgb kSkin{0.42F, 0.30F, 0.42F}, kWood{0.50F, 0.32F, 0.20F}, kStone{0.60F, 0.58F, 0.56F},
    kMetal{0.62F, 0.66F, 0.72F};

constexpr SubjectWord kSubjects[] = {{"fox", S::fox, {0.87F, 0.42F, 0.14F}},
                                     {"cat", S::cat, {0.36F, 0.33F, 0.34F}},
                                     {"kitten", S::cat, {0.82F, 0.56F, 0.30F}},
                                     {"tiger", S::cat, {0.90F, 0.52F, 0.16F}},
                                     {"lion", S::cat, {0.82F, 0.60F, 0.30F}},
                                     {"panther", S::cat, {0.10F, 0.10F, 0.13F}},
                                     {"dog", S::dog, {0.66F, 0.46F, 0.28F}},
                                     {"puppy", S::dog, {0.80F, 0.60F, 0.36F}},
                                     {"wolf", S::dog, {0.46F, 0.48F, 0.52F}},
                                     {"rabbit", S::rabbit, {0.76F, 0.68F, 0.60F}},
                                     {"bunny", S::rabbit, {0.90F, 0.86F, 0.82F}},
                                     {"hare", S::rabbit, {0.60F, 0.48F, 0.34F}},
                                     {"deer", S::deer, {0.60F, 0.40F, 0.24F}},
                                     {"stag", S::deer, {0.54F, 0.35F, 0.20F}},
                                     {"horse", S::deer, {0.42F, 0.26F, 0.16F}},
                                     {"unicorn", S::deer, {0.94F, 0.92F, 0.96F}},
                                     {"elk", S::deer, {0.50F, 0.36F, 0.24F}},
                                     {"bird", S::bird, {0.16F, 0.18F, 0.24F}},
                                     {"eagle", S::bird, {0.32F, 0.22F, 0.16F}},
                                     {"owl", S::bird, {0.52F, 0.42F, 0.32F}},
                                     {"raven", S::bird, {0.06F, 0.06F, 0.09F}},
                                     {"crow", S::bird, {0.06F, 0.06F, 0.09F}},
                                     {"seagull", S::bird, {0.92F, 0.93F, 0.95F}},
                                     {"swan", S::bird, {0.95F, 0.95F, 0.96F}},
                                     {"fish", S::fish, {0.92F, 0.50F, 0.20F}},
                                     {"koi", S::fish, {0.94F, 0.40F, 0.20F}},
                                     {"whale", S::fish, {0.22F, 0.32F, 0.46F}},
                                     {"dolphin", S::fish, {0.44F, 0.56F, 0.66F}},
                                     {"shark", S::fish, {0.42F, 0.50F, 0.56F}},
                                     {"butterfly", S::butterfly, {0.94F, 0.56F, 0.16F}},
                                     {"moth", S::butterfly, {0.72F, 0.64F, 0.52F}},
                                     {"person", S::person, kSkin},
                                     {"man", S::person, {0.24F, 0.28F, 0.36F}},
                                     {"woman", S::person, {0.62F, 0.22F, 0.30F}},
                                     {"girl", S::person, {0.78F, 0.34F, 0.42F}},
                                     {"boy", S::person, {0.24F, 0.40F, 0.62F}},
                                     {"portrait", S::person, kSkin},
                                     {"knight", S::person, kMetal},
                                     {"astronaut", S::person, {0.92F, 0.92F, 0.94F}},
                                     {"samurai", S::person, {0.50F, 0.12F, 0.14F}},
                                     {"wizard", S::person, {0.30F, 0.24F, 0.62F}},
                                     {"witch", S::person, {0.22F, 0.16F, 0.28F}},
                                     {"warrior", S::person, {0.44F, 0.30F, 0.24F}},
                                     {"princess", S::person, {0.90F, 0.52F, 0.68F}},
                                     {"traveler", S::person, {0.40F, 0.32F, 0.24F}},
                                     {"child", S::person, {0.86F, 0.62F, 0.26F}},
                                     {"robot", S::robot, kMetal},
                                     {"android", S::robot, kMetal},
                                     {"mech", S::robot, {0.46F, 0.52F, 0.48F}},
                                     {"house", S::house, {0.80F, 0.62F, 0.44F}},
                                     {"cabin", S::house, kWood},
                                     {"cottage", S::house, {0.86F, 0.76F, 0.62F}},
                                     {"barn", S::house, {0.66F, 0.20F, 0.16F}},
                                     {"hut", S::house, kWood},
                                     {"boat", S::boat, kWood},
                                     {"ship", S::boat, {0.36F, 0.26F, 0.20F}},
                                     {"sailboat", S::boat, {0.90F, 0.88F, 0.84F}},
                                     {"yacht", S::boat, {0.94F, 0.94F, 0.95F}},
                                     {"castle", S::castle, kStone},
                                     {"palace", S::castle, {0.86F, 0.80F, 0.70F}},
                                     {"fortress", S::castle, kStone},
                                     {"temple", S::castle, {0.72F, 0.44F, 0.30F}},
                                     {"tree", S::tree, {0.28F, 0.50F, 0.22F}},
                                     {"oak", S::tree, {0.30F, 0.48F, 0.20F}},
                                     {"willow", S::tree, {0.42F, 0.56F, 0.26F}},
                                     {"bonsai", S::tree, {0.24F, 0.46F, 0.24F}},
                                     {"lighthouse", S::lighthouse, {0.92F, 0.90F, 0.88F}},
                                     {"tower", S::lighthouse, kStone},
                                     {"balloon", S::balloon, {0.88F, 0.28F, 0.22F}},
                                     {"airship", S::balloon, {0.62F, 0.50F, 0.36F}},
                                     {"mushroom", S::mushroom, {0.84F, 0.20F, 0.16F}},
                                     {"dragon", S::dragon, {0.24F, 0.46F, 0.34F}},
                                     {"dinosaur", S::dragon, {0.40F, 0.46F, 0.28F}}};

}  // namespace

std::optional<Rgb> colour_of(std::string_view word) {
    const auto found = lookup(kColours, word);
    return found == std::end(kColours) ? std::optional<Rgb>{} : found->colour;
}

std::optional<Placed> subject_of(std::string_view word) {
    const auto found = lookup(kSubjects, word);
    if (found == std::end(kSubjects)) return {};
    return Placed{found->subject, found->colour, 1};
}

}  // namespace divan::engine::standin
