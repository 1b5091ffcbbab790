#include "../engine_fixture.hpp"
namespace divan { namespace { TEST(ParityDefectsLong, Placeholder) {} } }
