// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.study.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PageTest {
    @Test
    void anythingIsWritten_theMarkupStaysWellFormedAndSaysIt() throws Exception {
        String nasty = "<b a=\"1\"> & ' ü \u001b[31m 🎥";

        Document page = parse(Page.of(nasty, new Html().element("p", nasty, "id", nasty)));

        String said = nasty.replace('\u001b', '\ufffd');
        assertThat(page.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(said);
        assertThat(page.getElementsByTagName("p").item(0).getTextContent()).isEqualTo(said);
        assertThat(page.getElementsByTagName("p")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("id")
                        .getNodeValue())
                .isEqualTo(said);
        assertThat(page.getElementsByTagName("b").getLength()).isZero();
    }

    @Test
    void elementWasLeftOpen_nothingComesOut() {
        assertThatThrownBy(new Html().open("p")::toString).hasMessageContaining("<p>");
    }

    @Test
    void pageIsSelfContained() {
        assertThat(Page.of("t", new Html()))
                .contains("prefers-color-scheme: dark")
                .doesNotContain("href=", "src=", "url(");
    }

    private static Document parse(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }
}
