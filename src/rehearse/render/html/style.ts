// The style sheet. Colours are Okabe and Ito's, which people with any kind of colour blindness tell apart, made darker or lighter until
// text in them has a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3), and shapes 3 to 1 (1.4.11).

const light = `
--page:#f4f5f7;--card:#fff;--ink:#1b2430;--soft:#566172;--faint:#8a94a3;--rule:#dfe3e9;--grid:#eceff3;--well:#f6f8fa;
--ok:#0072b2;--okfill:#7fb6dc;--bad:#b8430a;--badfill:#d55e00;--badwash:#fdeee4;--pass:#00704f;--passwash:#e3f4ee;
--warn:#7d5a00;--warnwash:#fff5d9;--note:#31557d;--notewash:#eaf1fa;--signal:#96347a;--hook:#e69f00;--delay:#f3d28a;--net:#007d5e;--nettext:#007055;--onsignal:#fff;
--process:#4a5a70;--wrap:#e3e8ef;--wrapline:#7d8a9c;--zombie:#8a94a3;--before:#f8f9fb;--gone:#f1f2f5;`;

const dark = `
--page:#0f141a;--card:#171e27;--ink:#e6ebf2;--soft:#a3afbf;--faint:#7b8797;--rule:#2c3644;--grid:#222b37;--well:#111821;
--ok:#6db8ea;--okfill:#3e86b8;--bad:#ff9457;--badfill:#e8702a;--badwash:#3a2115;--pass:#4fd0a5;--passwash:#12332a;
--warn:#f0c04c;--warnwash:#352a0d;--note:#9cc3ee;--notewash:#18293d;--signal:#e68fcb;--hook:#e0a526;--delay:#6d5a24;--net:#147a5e;--nettext:#46c9a0;--onsignal:#2a0f22;
--process:#5c6d85;--wrap:#28323f;--wrapline:#7d8a9c;--zombie:#8a94a3;--before:#141b23;--gone:#10161d;`;

const page = `
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main{max-width:1200px;margin:0 auto;padding:28px 28px 56px}
code,pre{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
h1,h2,h3,p,dl,ul,figure{margin:0;padding:0}
h1{font-size:clamp(1.5rem,1.1rem + 2vw,2.25rem);line-height:1.15;letter-spacing:-.02em;font-weight:700;text-wrap:balance}
h2{font-size:1.2rem;line-height:1.3;letter-spacing:-.01em;margin-bottom:14px}
h3{font-size:1rem;line-height:1.4}
section,.aside{background:var(--card);border:1px solid var(--rule);border-radius:12px;padding:22px 24px 24px;margin-top:18px}
a{color:var(--ok);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--ok);outline-offset:2px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.head{padding:0 2px 4px}
.head .top-line{display:flex;align-items:center;gap:12px;margin-bottom:12px;color:var(--soft);font-size:.875rem}
.head .command{margin-top:12px;overflow-wrap:anywhere}
.facts{color:var(--soft);font-size:.9rem;margin-top:4px}
.badge,.worse,.fine{white-space:nowrap}
.badge{display:inline-flex;align-items:center;gap:5px;padding:2px 11px 2px 6px;border-radius:99px;font-weight:700;font-size:.9rem;line-height:1.5}
td .badge{vertical-align:middle}
.badge svg path{fill:none;stroke:currentColor;stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}
.badge.pass{color:var(--pass);background:var(--passwash)}
.badge.fail{color:var(--bad);background:var(--badwash)}
.tiles{display:flex;flex-wrap:wrap;gap:1px;background:var(--rule);border:1px solid var(--rule);border-radius:12px;overflow:hidden;margin-top:20px}
.tile{flex:1 1 165px;background:var(--card);padding:13px 16px 14px}
.tile dt{color:var(--soft);font-size:.8rem}
.tile dd{margin:0;font-size:.8rem;color:var(--soft)}
.tile b{display:block;font-size:1.6rem;line-height:1.25;letter-spacing:-.02em;color:var(--ink);font-weight:650}
.tile.bad b{color:var(--bad)}
.tile.bad{box-shadow:inset 0 3px var(--badfill)}
.aside{background:var(--warnwash);border-color:transparent;padding:16px 20px}
.aside h2{font-size:1rem;margin-bottom:4px}
.aside ul{padding-left:1.1em}
.none,.hint{color:var(--soft)}
.hint{font-size:.8rem;margin-top:8px}
`;

const chart = `
.chart{position:relative;display:grid;grid-template-columns:minmax(0,1fr)}
.chart .top{grid-area:1/1}.chart .plot,.chart .names{grid-area:2/1;display:block}
.chart .names{pointer-events:none;z-index:1}
.plot,.names,.flags{overflow:visible;display:block}
.flags text,.plot text,.names text{font-size:12px;fill:var(--ink)}
.only-mid,.only-desk,.plot text.mid,.plot text.desk{display:none}
.flag{font-weight:600;paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
.flag .at{font-weight:400;fill:var(--soft)}
.flags .flag.signal,.flags .flag.told{fill:var(--signal)}.flags .flag.kill{fill:var(--bad)}.flags .flag.endpoints{fill:var(--nettext)}.flags .flag.limit{fill:var(--soft)}
.mark{stroke:var(--ink);stroke-width:1.25;shape-rendering:crispEdges}
.mark.signal,.mark.told{stroke:var(--signal);stroke-width:2}.mark.told{stroke-dasharray:6 3}
.mark.kill{stroke:var(--badfill);stroke-width:2}.mark.endpoints{stroke:var(--nettext);stroke-dasharray:7 3}.mark.limit{stroke:var(--faint);stroke-dasharray:2 3}.mark.end{stroke-dasharray:1 3}
.uprights .mark{pointer-events:none;opacity:.75}
.names .group,.names .group{font-size:10.5px;font-weight:600;letter-spacing:.08em;text-transform:uppercase;fill:var(--soft)}
.names .name{font-weight:600;white-space:pre}.names .note,.names .beside{fill:var(--soft);font-weight:400;font-size:11.5px}
.names .note.bad,.names .beside.bad{fill:var(--bad);font-weight:600}
.names .note,.names .compact{display:none}
.names text{paint-order:stroke;stroke:var(--card);stroke-width:4px;stroke-linejoin:round}
.rule{stroke:var(--rule);shape-rendering:crispEdges}.grid{stroke:var(--grid);shape-rendering:crispEdges}.base{stroke:var(--faint);shape-rendering:crispEdges}
.plot .tick{fill:var(--soft);font-size:11px}.names .tag{fill:var(--soft);font-weight:400;font-size:11.5px}.more{display:none}
.before{fill:var(--before)}.gone{fill:var(--gone)}
.process{fill:var(--process)}.process.shell,.process.manager,.process.init{fill:var(--wrap);stroke:var(--wrapline);stroke-dasharray:4 2}.process.init{stroke-dasharray:none}
.hook{fill:var(--hook)}.delay{fill:var(--delay)}.drain{fill:var(--signal)}.hook.failed{fill:url(#hatch-bad);stroke:var(--badfill)}
.endpoints{fill:var(--net)}.listener{fill:var(--net)}line.endpoints{fill:none}
.gap,.lost{fill:url(#hatch-bad);stroke:var(--badfill)}.loss{fill:var(--badfill)}.zombie{fill:url(#hatch-zombie);stroke:var(--zombie)}
.rest{stroke:var(--faint);stroke-dasharray:2 4;stroke-width:1.5}
.plot .in{font-size:10.5px;pointer-events:none}.plot .in.light{fill:#fff}.plot .in.onsignal{fill:var(--onsignal)}.plot .in.dark{fill:var(--ink)}.plot .in.alarm{fill:var(--bad);font-weight:700;paint-order:stroke;stroke:var(--badwash);stroke-width:6px;stroke-linejoin:round}
.ok{fill:var(--okfill)}.ok:hover,.long:hover{fill:var(--ok)}.long{fill:var(--okfill)}.long.lost{fill:url(#hatch-bad)}
.sign{overflow:visible;fill:none;stroke-width:1.7;stroke-linecap:round;stroke:currentColor;color:var(--ink)}
.sign.quiet{color:var(--wrapline)}.sign.bad{color:var(--badfill)}.sign.signal{color:var(--signal)}.sign .full{fill:currentColor}.sign .onfull{stroke:var(--card)}.sign .ground{fill:var(--card)}
.sign.signal{stroke:var(--card);stroke-width:1.2}.sign.signal .full{fill:var(--signal)}
.legend{display:flex;flex-wrap:wrap;gap:5px 18px;list-style:none;margin-top:14px;font-size:.8rem;color:var(--soft)}
.legend li{display:flex;align-items:center;gap:6px}
.hover{position:absolute;top:0;bottom:24px;width:0;border-left:1px solid var(--ink);pointer-events:none;z-index:2}
.hover[hidden]{display:none}
.hover span{position:absolute;bottom:-22px;left:0;transform:translateX(-50%);background:var(--ink);color:var(--card);font-size:11px;padding:1px 6px;border-radius:4px;white-space:nowrap}
.hover.left span{transform:translateX(-100%)}
.pod-old{fill:var(--process)}.pod-new{fill:var(--ok)}.pod-starting{fill:var(--wrap);stroke:var(--wrapline)}.pod-terminating{fill:url(#hatch-drain);stroke:var(--signal)}
.alive{fill:var(--wrapline);opacity:.55}.wanted{stroke:var(--ink);stroke-dasharray:3 3}
.hatch{position:absolute}
.hatch .bad{stroke:var(--badfill)}.hatch .badground{fill:var(--badwash)}.hatch .zombie{fill:none;stroke:var(--zombie)}.hatch .drain{fill:none;stroke:var(--signal)}
details{margin-top:12px}summary{cursor:pointer;color:var(--soft);font-size:.875rem;width:fit-content}details[open]>summary{margin-bottom:8px}
`;

const parts = `
.finding{border-left:4px solid var(--faint);padding:2px 0 2px 16px}.finding+.finding{margin-top:22px}
.finding header{display:flex;gap:10px;align-items:baseline;font-size:.8rem}
.finding .severity{font-weight:700}.finding .code{color:var(--soft)}
.finding.error{border-color:var(--badfill)}.finding.error .severity{color:var(--bad)}
.finding.warning{border-color:var(--hook);border-left-style:double;border-left-width:6px}.finding.warning .severity{color:var(--warn)}
.finding.note{border-color:var(--okfill);border-left-style:dotted}.finding.note .severity{color:var(--note)}
.finding h3{margin:2px 0 4px;overflow-wrap:anywhere}.advice{max-width:75ch;white-space:pre-line;overflow-wrap:anywhere}
.evidence{list-style:none;margin-top:8px;font-size:.85rem;color:var(--soft)}.evidence li{padding-left:16px;position:relative;overflow-wrap:anywhere}
.evidence li::before{content:"";position:absolute;left:2px;top:.6em;width:5px;height:5px;border-radius:50%;background:var(--faint)}
.settings{display:flex;flex-wrap:wrap;gap:8px 44px;margin-bottom:6px}
.settings dt{color:var(--soft);font-size:.8rem}.settings dd{margin:0;font-size:1.25rem;font-weight:650}
.copyable{margin-top:16px}.bar{display:flex;justify-content:space-between;align-items:center;min-height:30px}.copyable h3{font-size:.875rem}
.copy{font:inherit;font-size:.8rem;color:var(--ink);background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:1px 10px;cursor:pointer}.copy:hover{border-color:var(--soft)}.copy[hidden]{display:none}
pre{margin:0;background:var(--well);border:1px solid var(--rule);border-radius:8px;padding:12px 14px;overflow-x:auto;line-height:1.55;tab-size:10}
.copyable code{user-select:all}
.because,.plain{padding-left:1.2em;font-size:.9rem;color:var(--soft)}section>h3{margin:18px 0 4px;font-size:.875rem}
.beside-each-other{display:flex;flex-wrap:wrap;gap:0 64px;align-items:flex-start}.beside-each-other>.scroll{margin-top:10px;max-width:100%}.scroll{overflow-x:auto;overflow-wrap:normal;margin-top:10px}.scroll+.scroll{margin-top:22px}
table{border-collapse:collapse;font-size:.875rem;min-width:min(100%,28rem)}
th,td{text-align:left;padding:6px 18px 6px 0;border-bottom:1px solid var(--rule);vertical-align:baseline;font-weight:400}
thead th{color:var(--soft);font-size:.8rem;white-space:nowrap;border-color:var(--faint)}tbody tr:last-child>*{border-bottom:0}
tbody th{font-weight:600;white-space:pre}.number{text-align:right;white-space:nowrap}th:last-child,td:last-child{padding-right:0}
td code{overflow-wrap:anywhere;display:block;min-width:11rem}.depth,.zero{color:var(--soft)}:target>*{background:var(--warnwash)}
.worse{color:var(--bad);font-weight:650}.worse::before{content:"✕ ";font-size:.85em}.fine::before{content:"✓ ";color:var(--pass);font-size:.85em}
.output{max-height:26rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}.output .at{color:var(--soft);white-space:pre}.output .stderr{color:var(--bad);font-weight:700}
pre.long{max-height:30rem;overflow:auto}
.warning b{color:var(--warn)}.contest tbody th{white-space:nowrap}.rolling .warning{margin:8px 0}.rolling>.facts{margin-bottom:12px}
.two{font-size:.875rem;color:var(--soft);margin:-8px 0 10px}
.pair+.pair{margin-top:30px;padding-top:22px;border-top:1px solid var(--rule)}
.compare table{width:100%}.pair>.command,.pair>.facts{margin-bottom:8px}.pair>h3{margin:0 0 10px;display:flex;gap:10px;align-items:center;flex-wrap:wrap}
footer{color:var(--soft);font-size:.8rem;margin-top:22px;padding:0 2px}
`;

// The widths at which the drawing changes are those of `plotWidths` in scale.ts.
const widths = `
@media (min-width:640px){
.chart{grid-template-columns:192px minmax(0,1fr)}.chart .top,.chart .plot{grid-column:2}
.names .note,.names .compact{display:block}.names .beside{display:none}
.line .name,.line .note{transform:translateY(3px)}.figure .name,.figure .note{transform:translateY(22px)}
.plot .line{transform:translateY(-7px)}
.legend{margin-left:192px}
}
@media (min-width:768px){.only-phone{display:none}.only-mid,.plot text.mid{display:block}}
@media (min-width:1190px){.only-mid{display:none}.only-desk{display:block}.plot text.desk{display:block}.more{display:block}.fewer{display:none}
.chart{grid-template-columns:224px minmax(0,1fr)}.legend{margin-left:224px}}
@media (max-width:639px){.contest td{white-space:nowrap}main{padding:18px 14px 40px}section{padding:16px 14px 18px;border-radius:10px}.tile{flex-basis:40%;padding:10px 12px}.tile b{font-size:1.35rem}.settings{gap:10px 16px}.settings div{flex:1 1 42%}.settings dt{overflow-wrap:anywhere}th,td{padding-right:12px}tbody th{white-space:pre-wrap}tbody th:not(.number){min-width:7.5rem}table{font-size:.8125rem;min-width:100%}}
`;

const print = `
@page{size:A4;margin:13mm 12mm}
@media print{
body{background:#fff;font-size:11pt}main{padding:0;max-width:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
section,.aside{border:0;padding:0;margin-top:16pt;border-radius:0}.aside{padding:8pt 10pt}
section>h2{border-top:1.5pt solid var(--ink);padding-top:6pt}.tile{flex-basis:110px}thead th{font-size:inherit}td code{min-width:0}.legend{break-before:avoid}.beside-each-other{display:block}h2,h3,header,.bar,.two,.facts{break-after:avoid}
.timeline table,.rolling>.scroll,.compare>.scroll,.beside-each-other>.scroll,.finding,.chart,.tiles,.legend,tr,.copyable,.settings{break-inside:avoid}thead{display:table-header-group}
.scroll,pre,.output,pre.long{overflow:visible;max-height:none}pre{white-space:pre-wrap;overflow-wrap:anywhere}
table{width:100%;font-size:8.5pt}td,th{white-space:normal;overflow-wrap:anywhere;padding-right:8pt}tbody th{white-space:pre-wrap}
.copy,.hover,details:not(.huge)>summary,.contestant:not([open]){display:none}details:not(.huge)::details-content{content-visibility:visible;display:block;block-size:auto}
a{color:inherit;text-decoration:none}
}`;

export const style =
  `:root{${light}}@media screen and (prefers-color-scheme:dark){:root{${dark}}}${page}${chart}${parts}${widths}${print}`.replace(
    /\n/g,
    "",
  );
