/**
 * Reading YAML into values, with all problems in one report: {@link
 * io.tributary.model.yaml.YamlDocument} parses the text, {@link io.tributary.model.yaml.Section}
 * reads the keys of a mapping, {@link io.tributary.model.yaml.Problems} collects what is wrong.
 * Nothing here knows what a pipeline is.
 */
@NullMarked
package io.tributary.model.yaml;

import org.jspecify.annotations.NullMarked;
