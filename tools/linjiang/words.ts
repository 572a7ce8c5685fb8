/**
 * Words of which the invented province's names are made. Our own lists: nothing of a real register, and nothing of a
 * list of real names, is in them.
 */

/** First and second sign of an invented brand. */
export const brandFirst = [
  ..."云清望晨暮松竹梅荷菱芦苇雁鹭舟帆岸汀渚溪泉岚岫霁虹曦皓朗煦禾穗谷麦桑茶砚墨笺琴棋陶染织锦驿亭桥渡灯塔钟磬枫桐槐榆",
];
export const brandSecond = [
  ..."岭川原野坪湾滩洲屿峰岩石壁坞坡垄畔堤埠港津口门庭院坊轩阁斋馆台榭廊信达宁安和顺康裕隆盛恒久远航翔跃腾辉耀明亮",
];

/** A trade: its word in a name, what the licence says, the field of law it is mostly penalised in. */
export interface Trade {
  readonly word: string;
  readonly scope: string;
  readonly matter: string;
}

const food = "食品";
const drugs = "药品、医疗器械、化妆品";
const safety = "安全生产";
const quality = "产品质量、计量、标准";
const works = "工程建设、招标投标";
const transport = "交通运输";
const consumers = "消费者权益、电子商务";
const competition = "竞争、广告、商标";
const internet = "网络与数据安全（不含言论）";
const tourism = "文化、旅游、体育";
const environment = "生态环境、节能";

export const trades: readonly Trade[] = [
  { word: "食品", scope: "食品生产；食品销售。", matter: food },
  { word: "餐饮管理", scope: "餐饮服务；餐饮管理。", matter: food },
  { word: "面粉加工", scope: "粮食加工食品生产；粮食收购。", matter: food },
  { word: "茶业", scope: "茶叶制品生产；茶叶种植。", matter: food },
  { word: "药业", scope: "药品生产；药品批发。", matter: drugs },
  { word: "医疗器械", scope: "第二类医疗器械生产、销售。", matter: drugs },
  { word: "机械", scope: "通用设备制造；机械零件加工。", matter: safety },
  { word: "化工", scope: "化工产品生产（不含危险化学品）；化工产品销售。", matter: safety },
  { word: "矿业", scope: "非金属矿石开采与加工。", matter: safety },
  { word: "纺织", scope: "棉纺纱加工；针纺织品制造。", matter: quality },
  { word: "电子科技", scope: "电子元器件制造；软件开发。", matter: quality },
  { word: "照明", scope: "照明器具制造、销售。", matter: quality },
  { word: "检测技术", scope: "检验检测服务；计量技术服务。", matter: quality },
  { word: "建设工程", scope: "房屋建筑工程施工；市政公用工程施工。", matter: works },
  { word: "路桥", scope: "公路工程施工；桥梁工程施工。", matter: works },
  { word: "装饰", scope: "住宅室内装饰装修；建筑装饰工程。", matter: works },
  { word: "物流", scope: "道路货物运输；仓储服务。", matter: transport },
  { word: "航运", scope: "内河货物运输；船舶管理。", matter: transport },
  { word: "客运", scope: "道路旅客运输经营。", matter: transport },
  { word: "贸易", scope: "国内贸易代理；货物进出口。", matter: consumers },
  { word: "电子商务", scope: "互联网销售；网络技术服务。", matter: consumers },
  { word: "百货", scope: "日用百货销售；食品销售（仅销售预包装食品）。", matter: consumers },
  { word: "广告传媒", scope: "广告设计、制作、发布；会议及展览服务。", matter: competition },
  { word: "会展服务", scope: "会议及展览服务；礼仪服务。", matter: competition },
  { word: "网络科技", scope: "增值电信业务；网络与信息安全软件开发。", matter: internet },
  { word: "旅行社", scope: "旅游业务；票务代理。", matter: tourism },
  { word: "酒店", scope: "住宿服务；餐饮服务。", matter: tourism },
  { word: "文化传播", scope: "组织文化艺术交流活动；文艺创作。", matter: tourism },
  { word: "教育科技", scope: "教育软件开发；教育咨询（不含培训）。", matter: "教育、科研" },
  { word: "环保科技", scope: "水污染治理；环境保护专用设备制造。", matter: environment },
  { word: "再生资源", scope: "再生资源回收、加工。", matter: environment },
  { word: "能源", scope: "供热服务；新兴能源技术研发。", matter: environment },
  { word: "农业发展", scope: "农作物种植；农产品初加工。", matter: "农业农村" },
  { word: "人力资源", scope: "职业中介活动；劳务派遣服务。", matter: "劳动用工、社会保险" },
  { word: "资产评估", scope: "资产评估；税务服务。", matter: "金融" },
  { word: "融资担保", scope: "融资担保业务。", matter: "金融" },
];

/** Trades of individual businesses. */
export const stalls = [
  "面包房",
  "小吃店",
  "理发店",
  "五金店",
  "水果店",
  "裁缝铺",
  "修车铺",
  "杂货店",
  "茶馆",
  "花店",
  "文具店",
  "豆腐坊",
  "渔具店",
  "洗衣店",
  "眼镜店",
];

/** Crops and stock of cooperatives. */
export const crops = [
  "水稻",
  "茶叶",
  "莲藕",
  "菱角",
  "竹笋",
  "桑蚕",
  "淡水鱼",
  "土鸡",
  "蜜橘",
  "油菜",
  "蔬菜",
  "黑山羊",
];

/** Invented villages. */
export const villages = [
  "槐树",
  "柳渡",
  "石埠",
  "竹坪",
  "莲塘",
  "桑园",
  "雁落",
  "鹭洲",
  "枫林",
  "茶坡",
  "菱湖",
  "麦场",
  "谷仓",
  "溪头",
  "岭下",
  "桥东",
  "渡西",
  "塔前",
  "灯山",
  "泉坊",
];

/** Streets of seats. */
export const streets = [
  "渡口街",
  "望江路",
  "竹林路",
  "石板巷",
  "码头路",
  "灯塔街",
  "稻香路",
  "砚台路",
  "听泉路",
  "归帆大道",
];

/** Names of invented people; they are sealed wherever they go. */
export const surnames = [..."江柳竹松云石桥渡汀岚枫桐槐桑"];
export const givenFirst = [..."望听晓念怀知若书问寻"];
export const givenSecond = [..."溪舟帆岸禾穗砚墨笺琴亭驿灯泉"];

/** What is founded in every place: its word, and what it is for. */
export const institutionKinds: readonly (readonly [word: string, scope: string])[] = [
  ["第一小学", "小学学历教育。"],
  ["第二中学", "初中、高中学历教育。"],
  ["人民医院", "医疗与护理、医学教学。"],
  ["疾病预防控制中心", "疾病预防与控制。"],
  ["图书馆", "图书借阅、文化活动。"],
  ["公共资源交易中心", "公共资源交易服务。"],
  ["环境监测站", "环境质量监测。"],
  ["农业技术推广中心", "农业技术推广。"],
  ["公路养护中心", "公路养护。"],
  ["不动产登记中心", "不动产登记事务。"],
];
export const organKinds = [
  "发展和改革局",
  "财政局",
  "教育局",
  "交通运输局",
  "卫生健康局",
  "水利局",
  "统计局",
  "审计局",
];
export const groupKinds = ["茶业协会", "建筑业协会", "餐饮行业协会", "物流协会", "书画研究会", "渔业协会", "旅游协会"];
export const serviceKinds = ["实验幼儿园", "职业技能培训学校", "养老服务中心", "社会工作服务中心", "民办小学"];
export const siteKinds = ["听松寺", "白云观", "江岸堂", "望舒庵", "清泉寺", "竹林禅院"];
