package org.gristmill.spark.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavadocProseTest {
  private static String english(String source) {
    return JavadocProse.of(source).getOrDefault(Language.EN, "");
  }

  private static String chinese(String source) {
    return JavadocProse.of(source).getOrDefault(Language.ZH, "");
  }

  @Test
  void mergesTheCommentsOfAFileInOrder() {
    String source =
        """
        /** The first comment of the file. */
        class A {
          /**
           * The second comment,
           * on two lines.
           *
           * <p>And a paragraph of it.
           */
          void b() {}
        }
        """;
    assertThat(english(source))
        .isEqualTo(
            """
            The first comment of the file.
            The second comment, on two lines.
            And a paragraph of it.
            """);
  }

  @Test
  void keepsWhatParametersAreAndDropsWhoWroteIt() {
    String source =
        """
        /**
         * Returns the nearest of all keys.
         *
         * @param key the key to look for,
         *     never null
         * @return the nearest key there is
         * @throws IllegalStateException if the map has been closed
         * @author Somebody With A Name
         * @since version one of the thing
         * @lucene.experimental because of many reasons
         */
        """;
    assertThat(english(source))
        .isEqualTo(
            """
            Returns the nearest of all keys.
            the key to look for, never null
            the nearest key there is
            if the map has been closed
            """);
  }

  @Test
  void resolvesInlineTagsHtmlAndEntities() {
    String source =
        """
        /**
         * Maps {@code key}s to a {@link java.util.List#of(Object, int) list of values} or a
         * {@link java.util.Map.Entry}, <b>never</b> both &amp; more &#8212; see it.
         * <pre>{@code int dropped = 1;}</pre>
         * Text after the example continues.
         */
        """;
    assertThat(english(source))
        .isEqualTo(
            """
            Maps keys to a list of values or a Entry, never both & more — see it.
            Text after the example continues.
            """);
  }

  @Test
  void readsCommentsOnlyWhereTheyAreComments() {
    String source =
        """
        // /** not a comment of that kind */
        String s = "/** not inside a string */"; char c = '"';
        String t = \"""
            /** not inside a text block */
            \""";
        /* /** not inside a plain comment */
        /** Only this one is taken. */
        """;
    assertThat(english(source)).isEqualTo("Only this one is taken.\n");
  }

  @Test
  void keepsChineseLineByLineWithoutInlineCodeAndLatinRemarks() {
    String source =
        """
        /**
         * 获取集合的第一个元素（first element），如果集合为空则返回空值。
         * 参考 {@code null} 的处理方式，地址 https://example.org/path
         * getFirst
         *
         * @param list 需要读取的集合列表
         * @return 第一个元素的内容
         * @author 张三
         */
        """;
    assertThat(chinese(source))
        .isEqualTo(
            """
            获取集合的第一个元素，如果集合为空则返回空值。
            参考的处理方式，地址
            需要读取的集合列表
            第一个元素的内容
            """);
    assertThat(english(source)).isEmpty();
  }

  @Test
  void leavesOutChineseSentencesThatAreMostlyNames() {
    String source =
        """
        /**
         * 调用 AbstractBeanFactory 和 DefaultListableBeanFactory 的方法。转换成为对应的结果对象。
         */
        """;
    assertThat(chinese(source)).isEqualTo("转换成为对应的结果对象。\n");
  }

  @Test
  void takesARepeatedLineOnce() {
    String source = "/** The same words again. */ /** The same words again. */";
    assertThat(english(source)).isEqualTo("The same words again.\n");
  }

  @Test
  void survivesUnclosedEverything() {
    for (String source :
        new String[] {
          "",
          "/**",
          "/** open",
          "\"",
          "'",
          "\"\"\"",
          "/** {@code open */",
          "/** <b */",
          "/** & */",
          "/** @ */",
          "/** {@ */",
          "/***/",
          "/** <pre> open */",
          "'\\",
          "\"\\"
        }) {
      assertThat(JavadocProse.of(source)).isEmpty();
    }
  }
}
