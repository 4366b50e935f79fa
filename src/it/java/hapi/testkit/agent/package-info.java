/// Real programs from npm for the tests: coding agents and the published HAPI, installed once into
/// a cache outside the checkout.
@NullMarked
package hapi.testkit.agent;

import org.jspecify.annotations.NullMarked;
