#include <gtest/gtest.h>

#include <divan/json/parse.hpp>
#include <divan/workflow/codegen.hpp>

#include "codegen/cpp_name.hpp"
#include "codegen/cpp_text.hpp"

namespace divan::codegen {
namespace {

json::Value value(std::string_view text) { return json::parse(text).value(); }

TEST(CodegenText, WritesEveryByteOfATextSoThatItEndsInItsOwnLiteral) {
    EXPECT_EQ(string_literal("a \"b\" \\ \n\t"), R"("a \"b\" \\ \n\011")");
    EXPECT_EQ(string_literal("\x01"
                             "23"),
              "\"\\00123\"");  // an octal escape ends after three digits
    EXPECT_EQ(string_literal("é?\?/"), R"("\303\251\?\?/")");
    EXPECT_EQ(string_literal(std::string_view{"a\0b", 3}), std::nullopt);
}

TEST(CodegenText, LetsNothingOfAForeignTextLeaveItsComment) {
    EXPECT_EQ(comment_text("one\r\ntwo\u2028three\x0b"
                           "four"),
              "one two three four");
    EXPECT_EQ(comment_text("path\\"), "path\\.") << "a backslash would draw the next line into the comment";
    EXPECT_EQ(comment_text("path\\\t "), "path\\.");
    EXPECT_EQ(comment_text("what?\?/"), "what?\?/.") << "the same, for compilers that read trigraphs";
    EXPECT_EQ(comment_text("a\u202eb\u2066c\u200bd"), "a b c d") << "source must read as it compiles";
    EXPECT_EQ(comment_text("bad \xff\xfe bytes"), "bad \uFFFD\uFFFD bytes");
    EXPECT_EQ(comment_lines("aa bb cc dd", 5), (std::vector<std::string>{"aa bb", "cc dd"}));
}

TEST(CodegenText, WritesIntegersOfEverySize) {
    EXPECT_EQ(integer_literal(value("18446744073709551615")), "18446744073709551615u");
    EXPECT_EQ(integer_literal(value("-9223372036854775808")), "-9223372036854775807 - 1");
    EXPECT_EQ(integer_literal(value("512.0")), "512");
    EXPECT_EQ(integer_literal(value("0.9")), "0") << "Python's int() cuts";
    EXPECT_EQ(integer_literal(value("18446744073709551616")), std::nullopt);
    EXPECT_EQ(integer_literal(value("NaN")), std::nullopt);
    EXPECT_EQ(integer_literal(value("\"7\"")), std::nullopt);
}

TEST(CodegenText, WritesFloatsThatReadBackAsTheSameDouble) {
    EXPECT_EQ(float_literal(value("8")), "8.0");
    EXPECT_EQ(float_literal(value("0.1")), "0.1");
    EXPECT_EQ(float_literal(value("1e-05")), "1e-05");
    EXPECT_EQ(float_literal(value("0.30000000000000004")), "0.30000000000000004");
    EXPECT_EQ(float_literal(value("-Infinity")), "-::std::numeric_limits<double>::infinity()");
    EXPECT_EQ(float_literal(value("true")), std::nullopt);
}

TEST(CodegenName, MakesIdentifiersOfForeignNames) {
    EXPECT_EQ(identifier("KSampler"), "KSampler");
    EXPECT_EQ(identifier("KSampler (Efficient)"), "KSampler_Efficient");
    EXPECT_EQ(identifier("Number to Text|pysssss"), "Number_to_Text_pysssss");
    EXPECT_EQ(identifier("3D Model Path"), "_3D_Model_Path");
    EXPECT_EQ(identifier("__a__b__"), "a_b") << "two underscores are the compiler's";
    EXPECT_EQ(identifier("_Private"), "Private") << "so are one and a capital";
    EXPECT_EQ(identifier("图像"), "图像");
    EXPECT_EQ(identifier("🎨"), "u1F3A8");
    EXPECT_EQ(identifier("+"), "u2B");
    EXPECT_EQ(identifier(""), "empty");
    EXPECT_EQ(identifier("\xff"), "uFF");
    EXPECT_LE(identifier(std::string(5000, 'x')).size(), 64u);
}

TEST(CodegenName, GivesEachNameOfAScopeOnceAndNoKeyword) {
    NameScope scope{{"Outputs"}};
    EXPECT_EQ(scope.take("model"), "model");
    EXPECT_EQ(scope.take("model"), "model_2");
    EXPECT_EQ(scope.take("model_2"), "model_2_2");
    EXPECT_EQ(scope.take("class"), "class_");
    EXPECT_EQ(scope.take("class"), "class_2");
    EXPECT_EQ(scope.take("Outputs"), "Outputs_");
    EXPECT_EQ(scope.take("linux"), "linux_") << "a macro of gnu++20";
}

TEST(CodegenName, CapitalisesWords) {
    EXPECT_EQ(pascal_case("sampler_name"), "SamplerName");
    EXPECT_EQ(pascal_case("_3d_mode"), "_3dMode");
    EXPECT_EQ(pascal_case("size_1_2"), "Size1_2");
}

TEST(CodegenName, NamesTypesReadablyAndNeverTwoAlike) {
    EXPECT_EQ(type_tag("MODEL"), "Model");
    EXPECT_EQ(type_tag("CLIP_VISION_OUTPUT"), "ClipVisionOutput");
    EXPECT_EQ(type_tag("FLOAT3"), "Float3");
    EXPECT_EQ(type_tag("FLOAT_3"), "Float_3");
    EXPECT_EQ(type_tag("image"), "t_image");
    EXPECT_EQ(type_tag("Image"), "t_Image");
    EXPECT_EQ(type_tag("my_type"), "t_my_type");
    EXPECT_EQ(type_tag("a b"), "t_a_x20b");
    EXPECT_EQ(type_tag("a_x20b"), "t_a_x5Fx20b");
    EXPECT_EQ(type_tag("x20"), "t_x7820");
    EXPECT_EQ(type_tag(" "), "t_x20");
    EXPECT_EQ(type_tag(""), "t_");
}

}  // namespace
}  // namespace divan::codegen
