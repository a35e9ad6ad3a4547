// SPDX-FileCopyrightText: The vcam authors
// SPDX-License-Identifier: Apache-2.0
package io.github.vcam.source;

import java.text.Normalizer;

/**
 * Letters of five columns and seven rows, for machines that have no fonts: ASCII. Other letters lose their accents;
 * what is left then shows as a question mark.
 */
final class SmallFont {
    /** Columns of a letter with the gap after it. */
    static final int ADVANCE = 6;

    static final int HEIGHT = 7;

    private static final int COLUMNS = 5;
    private static final char FIRST = ' ';

    /** Five columns a letter from the blank on, two hexadecimal digits each; the lowest bit is the top row. */
    private static final String GLYPHS =
            "000000000000005F00000007000700147F147F14242A7F2A1223130864623649552250" // blank ! " # $ % &
                    + "0005030000001C2241000041221C00082A1C2A0808083E08080050300000" // ' ( ) * + ,
                    + "080808080800606000002010080402" // - . /
                    + "3E5149453E00427F400042615149462141454B311814127F10" // 0 1 2 3 4
                    + "27454545393C4A49493001710905033649494936064949291E" // 5 6 7 8 9
                    + "00363600000056360000081422410014141414140041221408" // : ; < = >
                    + "0201510906324979413E7E1111117E7F494949363E414141227F4141221C" // ? @ A B C D
                    + "7F494949417F090909013E4149497A7F0808087F00417F4100" // E F G H I
                    + "2040413F017F081422417F404040407F020C027F7F0408107F" // J K L M N
                    + "3E4141413E7F090909063E4151215E7F091929464649494931" // O P Q R S
                    + "01017F01013F4040403F1F2040201F3F4038403F6314081463" // T U V W X
                    + "07087008076151494543007F41410002040810200041417F00" // Y Z [ \ ]
                    + "0402010204404040404000010204002054545478" // ^ _ ` a
                    + "7F484444383844444420384444487F3854545418087E090102" // b c d e f
                    + "0C5252523E7F0804047800447D40002040443D007F10284400" // g h i j k
                    + "00417F40007C041804787C080404783844444438" // l m n o
                    + "7C14141408081414187C7C080404084854545420043F444020" // p q r s t
                    + "3C4040207C1C2040201C3C4030403C44281028440C5050503C" // u v w x y
                    + "4464544C44000836410000007F000000413608000804081008"; // z { | } ~

    private SmallFont() {}

    /** The text in letters that there are. */
    static String writable(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^ -~]", "?");
    }

    /** Whether a letter has a dot there. */
    static boolean isSet(char letter, int column, int row) {
        if (column >= COLUMNS || row >= HEIGHT) {
            return false;
        }
        int at = ((letter - FIRST) * COLUMNS + column) * 2;
        return (Integer.parseInt(GLYPHS, at, at + 2, 16) >> row & 1) != 0;
    }
}
